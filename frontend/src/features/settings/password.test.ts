import { expect, it } from "vitest";
import { newPassword } from "./password";

it("is twenty characters that are not mistaken for each other, and differs each time", () => {
  const made = Array.from({ length: 50 }, () => newPassword());
  expect(new Set(made).size).toBe(50);
  for (const password of made) expect(password).toMatch(/^[a-km-zA-HJ-NP-Z2-9]{20}$/);
});

it("leaves out bytes that would make some characters likelier", () => {
  const bytes = [255, 254, 0, 1];
  expect(newPassword((room) => room.map((_, index) => bytes[index % 4] ?? 0))).toBe("ab".repeat(10));
});
