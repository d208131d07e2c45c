import { api, body, type Schemas } from "../client";

/**
 * Saves a draft that is still at `revision`. 412: somebody saved since; 409: it is no draft any more.
 * `keepalive` lets the request outlive the page; its body must be small.
 */
export async function saveDraft(args: {
  flowId: string;
  number: number;
  revision: number;
  definition: Record<string, unknown>;
  keepalive?: boolean;
}): Promise<Schemas["Saved"]> {
  return body(
    await api.PUT("/api/v1/flows/{flow_id}/versions/{number}/", {
      params: {
        path: { flow_id: args.flowId, number: args.number },
        header: { "If-Match": `"${args.revision}"` },
      },
      body: { definition: args.definition },
      keepalive: args.keepalive ?? false,
    }),
  );
}
