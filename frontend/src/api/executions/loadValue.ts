import { api, body } from "../client";

/** A value over 64 KB as it stands in its place. `preview` is null when the value is gone. */
export interface LargeValue {
  preview: string | null;
  bytes: number;
  href: string | null;
}

const HREF = /\/executions\/([0-9a-f-]+)\/blobs\/([^/]+)\/$/;

/** Whether a value stands for a larger one. */
export function isLargeValue(value: unknown): value is LargeValue {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return false;
  const keys = Object.keys(value).sort().join();
  return keys === "bytes,href,preview" && typeof (value as Record<string, unknown>).bytes === "number";
}

/** The whole of a large value. Throws `ApiError`, also when the address is none of ours. */
export async function loadValue(href: string, signal?: AbortSignal): Promise<unknown> {
  const [, executionId, sha256] = HREF.exec(href) ?? [];
  if (!executionId || !sha256) throw new Error("This address is not one of a large value.");
  const params = { path: { execution_id: executionId, sha256 } };
  return body(await api.GET("/api/v1/executions/{execution_id}/blobs/{sha256}/", { params, signal }));
}
