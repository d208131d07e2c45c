import type { components } from "./schema";

/** A problem document (RFC 9457) as the server sends it. */
export type ProblemDocument = components["schemas"]["Problem"];

/** An answer that says no. `status` 0: there was no answer. */
export class ApiError extends Error {
  constructor(readonly problem: ProblemDocument) {
    super(problem.detail || problem.title);
    this.name = "ApiError";
  }

  get status(): number {
    return this.problem.status;
  }

  get code(): string {
    return this.problem.code;
  }

  /** Messages by field: the last part of each error's path. */
  get fields(): Record<string, string> {
    return Object.fromEntries(
      (this.problem.errors ?? []).map((error) => [
        error.path.split(/[./]/).filter(Boolean).at(-1) ?? "",
        error.message,
      ]),
    );
  }
}

/** Whether an error is the server's answer with this status. */
export function hasStatus(error: unknown, status: number): error is ApiError {
  return error instanceof ApiError && error.status === status;
}
