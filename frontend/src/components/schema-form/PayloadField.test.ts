import { expect, it } from "vitest";
import { ApiError } from "@/api/problem";
import { fieldErrors } from "./PayloadField";

it("puts the server's messages at the fields of the value", () => {
  const error = new ApiError({
    type: "",
    title: "Invalid input",
    status: 400,
    code: "invalid",
    detail: "",
    requestId: "",
    errors: [
      { path: "/input", message: "whole" },
      { path: "/input/order/id", message: "inner" },
      { path: "payload.amount", message: "dotted" },
      { path: "/inputs", message: "another field" },
    ],
  });
  expect(fieldErrors(error)).toEqual({
    "/": "whole",
    "/order/id": "inner",
    "/amount": "dotted",
    "/inputs": "another field",
  });
  expect(fieldErrors(new Error("x"))).toEqual({});
  expect(fieldErrors(null)).toEqual({});
});
