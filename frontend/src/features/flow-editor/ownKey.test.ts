// @vitest-environment jsdom
import { afterEach, expect, it } from "vitest";
import { type Session, useSessionStore } from "@/lib/session";
import { lastInput, rememberInput } from "./run/lastInput";
import { keepFlowInput, keptFlowInput } from "./sandbox/flowInput";

const signIn = (id: string) =>
  useSessionStore.setState({ session: { user: { id, username: id } } as Partial<Session> as Session });

afterEach(() => useSessionStore.setState({ session: null }));

it("inputs that one person typed are not shown to the next who signs in at this device", () => {
  signIn("ada");
  rememberInput("f", '{"a": 1}');
  keepFlowInput("f", '{"a": 2}');
  signIn("bob");
  expect([lastInput("f"), keptFlowInput("f", undefined)]).toEqual([null, "{}"]);
  signIn("ada");
  expect([lastInput("f"), keptFlowInput("f", undefined)]).toEqual(['{"a": 1}', '{"a": 2}']);
});
