// @vitest-environment jsdom
import { afterEach, describe, expect, it } from "vitest";
import { columnsOf, deviceColumns, keepOnDevice, moved } from "./columns";

afterEach(() => localStorage.clear());

describe("the columns of the list", () => {
  it("are read in their order, each once, without those that do not exist", () => {
    expect(columnsOf("flow,run,nothing,flow")).toEqual(["flow", "run"]);
    expect(columnsOf("nothing")).toBeNull();
    expect(columnsOf(undefined)).toBeNull();
  });

  it("move one place, and not beyond the ends", () => {
    expect(moved(["a", "b", "c"], "c", -1)).toEqual(["a", "c", "b"]);
    expect(moved(["a", "b", "c"], "a", 1)).toEqual(["b", "a", "c"]);
    expect(moved(["a", "b"], "a", -1)).toEqual(["a", "b"]);
    expect(moved(["a", "b"], "b", 1)).toEqual(["a", "b"]);
  });

  it("stay on the device until they are forgotten", () => {
    keepOnDevice(["run", "ended"]);
    expect(deviceColumns()).toEqual(["run", "ended"]);
    keepOnDevice(null);
    expect(deviceColumns()).toBeNull();
  });
});
