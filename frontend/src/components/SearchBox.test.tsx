import { screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { useState } from "react";
import { expect, it } from "vitest";
import { renderUi } from "@/lib/testing/render";
import { SearchBox } from "./SearchBox";

function List() {
  const [search, setSearch] = useState("one");
  return (
    <>
      <SearchBox label="Search" value={search} onSearch={setSearch} />
      <button type="button" onClick={() => setSearch("")}>
        All
      </button>
      <output>{search}</output>
    </>
  );
}

it("narrows when the typing pauses, and shows a search that came from elsewhere", async () => {
  renderUi(<List />);
  const field = screen.getByRole("textbox", { name: "Search" });
  await userEvent.type(field, " two");
  expect(await screen.findByText("one two")).toBeVisible();
  expect(field).toHaveValue("one two");
  await userEvent.click(screen.getByRole("button", { name: "All" }));
  expect(field).toHaveValue("");
});
