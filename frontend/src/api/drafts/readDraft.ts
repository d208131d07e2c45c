import { inexactIntegers } from "@/lib/exactJson";
import { api, body, type Schemas } from "../client";

/** A version, and the whole numbers in it that JavaScript cannot keep: saving it from here would change them. */
export interface ReadVersion {
  version: Schemas["FlowVersionOut"];
  inexact: string[];
}

/** A version as the server has it now, past every cache. */
export async function readDraft(flowId: string, number: number): Promise<ReadVersion> {
  const text = body(
    await api.GET("/api/v1/flows/{flow_id}/versions/{number}/", {
      params: { path: { flow_id: flowId, number } },
      cache: "no-store",
      parseAs: "text",
    }),
  );
  return { version: JSON.parse(text), inexact: inexactIntegers(text) };
}

/** A version that is read to be changed and saved. Throws Error when saving it from here would change its numbers. */
export async function readToChange(flowId: string, number: number): Promise<ReadVersion["version"]> {
  const { version, inexact } = await readDraft(flowId, number);
  if (inexact[0] === undefined) return version;
  throw new Error(
    `Version ${number} has the whole number ${inexact[0]}, which a browser cannot keep exactly. ` +
      "Write it as text through the API or an import.",
  );
}
