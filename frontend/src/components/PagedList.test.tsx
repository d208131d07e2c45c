import { screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { Inbox } from "lucide-react";
import { expect, it } from "vitest";
import { addTexts } from "@/lib/i18n";
import { renderUi } from "@/lib/testing/render";
import { PagedList, type PagedQuery } from "./PagedList";
import { SearchedList } from "./SearchedList";

addTexts("tests", {
  search: "Search letters",
  empty: "No letters yet",
  emptyText: "Write one.",
  none: "No letter matches",
  noneText: "Try another word.",
});

function queryOf(pages: string[][], fields: Partial<PagedQuery<string>> = {}): PagedQuery<string> {
  return {
    data: { pages: pages.map((results) => ({ results, next: null })) },
    error: null,
    isPending: false,
    hasNextPage: false,
    isFetchingNextPage: false,
    refetch: () => Promise.resolve(),
    fetchNextPage: () => Promise.resolve(),
    ...fields,
  };
}

const listed = (rows: string[]) => <p>{rows.join(" ")}</p>;

it("shows rows in gray while it loads, and never says then that there are none", () => {
  renderUi(
    <PagedList query={queryOf([], { data: undefined, isPending: true })} empty="None" skeletonRows={3}>
      {listed}
    </PagedList>,
  );
  expect(screen.getByRole("status", { name: "Loading" }).children).toHaveLength(3);
  expect(screen.queryByText("None")).toBeNull();
});

it("shows the rows of all pages, and reads the next one when asked", async () => {
  let asked = 0;
  const fetchNextPage = async () => {
    asked += 1;
  };
  renderUi(
    <PagedList query={queryOf([["a", "b"], ["c"]], { hasNextPage: true, fetchNextPage })}>
      {listed}
    </PagedList>,
  );
  expect(screen.getByText("a b c")).toBeVisible();
  await userEvent.click(screen.getByRole("button", { name: "Load more" }));
  expect(asked).toBe(1);
});

it("has no button for more on the last page", () => {
  renderUi(<PagedList query={queryOf([["a"]])}>{listed}</PagedList>);
  expect(screen.queryByRole("button")).toBeNull();
});

it("says what went wrong and tries again", async () => {
  let tried = 0;
  const refetch = async () => {
    tried += 1;
  };
  const error = new Error("The line is cut.");
  renderUi(<PagedList query={queryOf([], { data: undefined, error, refetch })}>{listed}</PagedList>);
  expect(screen.getByRole("alert")).toHaveTextContent("The line is cut.");
  await userEvent.click(screen.getByRole("button", { name: "Try again" }));
  expect(tried).toBe(1);
});

it.each([
  ["", "No letters yet", true],
  ["xyz", "No letter matches", false],
])("searched for %j an empty list says %j", (search, said, offers) => {
  renderUi(
    <SearchedList
      icon={Inbox}
      query={queryOf([[]])}
      search={search}
      onSearch={() => undefined}
      namespace="tests"
      create={<button type="button">Write</button>}
    >
      {listed}
    </SearchedList>,
  );
  expect(screen.getByRole("textbox", { name: "Search letters" })).toHaveValue(search);
  expect(screen.getByText(said)).toBeVisible();
  expect(screen.queryAllByRole("button", { name: "Write" })).toHaveLength(offers ? 1 : 0);
});

it("searches when the person pauses, once for what was typed", async () => {
  const asked: string[] = [];
  renderUi(
    <SearchedList
      icon={Inbox}
      query={queryOf([["a"]])}
      search=""
      onSearch={(text) => asked.push(text)}
      namespace="tests"
    >
      {listed}
    </SearchedList>,
  );
  await userEvent.type(screen.getByRole("textbox", { name: "Search letters" }), "dear", { delay: null });
  expect(await screen.findByText("a")).toBeVisible();
  await expect.poll(() => asked).toEqual(["dear"]);
});
