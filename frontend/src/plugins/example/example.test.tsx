import { act, screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { HttpResponse, http } from "msw";
import { afterEach, describe, expect, test } from "vitest";
import { createAllmaApp } from "@/app/createAllmaApp";
import type { StepInstance, StepType } from "@/lib/definition/types";
import palette from "@/lib/testing/palette.json?raw";
import { renderUi } from "@/lib/testing/render";
import { sessionOf, testServer } from "@/lib/testing/server";
import { nodeFace, stepForm } from "../registry";
import { examplePlugin } from "./plugin";

const server = testServer();
let unmount: (() => void) | undefined;

function open(permissions: Parameters<typeof sessionOf>[0]) {
  // biome-ignore lint/suspicious/noDocumentCookie: as the server's Set-Cookie does
  document.cookie = "csrftoken=token; Path=/";
  server.use(http.get("*/api/v1/auth/session/", () => HttpResponse.json(sessionOf(permissions))));
  window.history.replaceState(null, "", "/release-checklist");
  const element = document.createElement("div");
  document.body.append(element);
  const app = createAllmaApp({ plugins: [examplePlugin] });
  act(() => {
    unmount = app.mount(element);
  });
}

afterEach(() => {
  act(() => unmount?.());
  unmount = undefined;
});

describe("the example plugin in an app", () => {
  test("its page and its header widget share the state of its wrapper", async () => {
    open(["read", "publish"]);
    await userEvent.click(await screen.findByLabelText("The editor shows no problem"));

    expect(screen.getByText("2 items left before a release")).toBeInTheDocument();
    expect(screen.getByRole("link", { name: "Release checklist" })).toHaveAttribute("aria-current", "page");
  });

  test("one who may not publish sees neither its entry in the navigation nor its widget", async () => {
    open(["read"]);
    expect(await screen.findByLabelText("The editor shows no problem")).toBeVisible();

    expect(screen.queryByRole("link", { name: "Release checklist" })).toBeNull();
    expect(screen.queryByText(/items left/)).toBeNull();
  });
});

describe("the example plugin's steps", () => {
  const step: StepInstance = { stepInstanceId: "a", stepType: "NO_OP", description: "Here we begin" };

  test("its form changes the description of a step that does nothing, and takes an empty one away", async () => {
    createAllmaApp({ plugins: [examplePlugin] });
    const Form = stepForm(step);
    if (!Form) throw new Error("There is no form.");
    const updates: unknown[] = [];
    renderUi(
      <Form
        step={{ ...step, description: "x" }}
        readOnly={false}
        update={(fields) => updates.push(fields)}
      />,
    );
    await userEvent.type(screen.getByLabelText("What this place in the flow stands for"), "y");
    await userEvent.clear(screen.getByLabelText("What this place in the flow stands for"));

    expect(updates).toEqual([{ description: "xy" }, { description: undefined }]);
  });

  test("its face shows the description on the node", () => {
    createAllmaApp({ plugins: [examplePlugin] });
    const Face = nodeFace(step);
    if (!Face) throw new Error("There is no face.");
    renderUi(<Face step={step} />);

    expect(screen.getByText("Here we begin")).toBeVisible();
  });

  test("the steps that it draws are steps of the server", () => {
    const types = new Set((JSON.parse(palette) as StepType[]).map((one) => one.type));
    const { forms, faces } = examplePlugin.steps ?? {};
    const drawn = Object.keys({ ...forms, ...faces });
    expect(drawn).not.toEqual([]);
    expect(drawn.filter((type) => !types.has(type))).toEqual([]);
  });

  test("other types of steps keep their own form and face", () => {
    createAllmaApp({ plugins: [examplePlugin] });
    expect(stepForm({ ...step, stepType: "API_CALL" })).toBeUndefined();
    expect(nodeFace({ ...step, stepType: "API_CALL" })).toBeUndefined();
  });
});
