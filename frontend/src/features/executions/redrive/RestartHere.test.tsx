import { screen, waitFor } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { useState } from "react";
import { expect, it } from "vitest";
import { visitRow } from "@/lib/runs/testVisits";
import { useSessionStore } from "@/lib/session";
import { renderUi } from "@/lib/testing/render";
import { sessionOf } from "@/lib/testing/server";
import { testEdges } from "../testApp";
import { execution } from "../testRuns";
import { RestartHere } from "./RestartHere";

const { answer } = testEdges();

/** A page that chooses the next visit of its run by itself, as one of a run that goes on does. */
function Page() {
  const [seq, setSeq] = useState(1);
  return (
    <>
      <button type="button" onClick={() => setSeq(2)} data-testid="next">
        Next
      </button>
      <RestartHere run={RUN} visit={visitRow(seq, `step${seq}`)} />
    </>
  );
}

const RUN = execution({ id: "r1", flowId: "f1" });

it("restarts from the visit it was opened for, also when the page goes on to another", async () => {
  const asked: unknown[] = [];
  answer({
    "/flows/f1/": { id: "f1", name: "Orders", publishedVersion: 1, latestVersion: 1 },
    "/executions/r1/definition/": { definition: {} },
    "/executions/r1/context/": { context: {} },
    "/executions/r1/redrive-from/": (_, body) => {
      asked.push(body);
      return {
        runsAgain: [],
        inherited: { visits: 0 },
        effects: [],
        contextDiff: [],
        notes: [],
        branches: null,
      };
    },
  });
  useSessionStore.setState({ session: sessionOf() });
  renderUi(<Page />);
  await userEvent.click(screen.getByRole("button", { name: "Restart here" }));
  await waitFor(() => expect(asked).toHaveLength(1));
  screen.getByTestId("next").click();
  await userEvent.click(screen.getByRole("radio", { name: "Draft" }));
  await waitFor(() => expect(asked).toHaveLength(2));
  expect(asked).toMatchObject([{ seq: 1 }, { seq: 1, version: "draft" }]);
});
