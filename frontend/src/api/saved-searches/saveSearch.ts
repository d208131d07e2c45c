import { api, body, type Schemas } from "../client";

export type SearchFields = Required<Schemas["SavedSearchBodyRequest"]>;

/** Keeps a search under a name. Refused with 409 `name_taken` when one has another of that name. */
export async function createSearch(fields: SearchFields) {
  return body(await api.POST("/api/v1/saved-searches/", { body: fields }));
}

/** Changes one's own search. Refused with 409 when it is another person's, or the name is taken. */
export async function replaceSearch(id: string, fields: SearchFields) {
  const params = { path: { saved_search_id: id } };
  return body(await api.PUT("/api/v1/saved-searches/{saved_search_id}/", { params, body: fields }));
}
