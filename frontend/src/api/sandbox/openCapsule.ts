import { api, body, type Schemas } from "../client";

export type OpenedCapsule = Schemas["CapsuleOut"];

/** Drives the run of a capsule file again, with its own definition. Throws ApiError where the file is no capsule. */
export async function openCapsule(capsule: Schemas["Capsule"], signal?: AbortSignal): Promise<OpenedCapsule> {
  return body(await api.POST("/api/v1/sandbox/capsule/", { body: { capsule }, ...(signal && { signal }) }));
}
