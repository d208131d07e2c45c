import { api } from "../client";

/** Forgets one's own search. */
export async function deleteSearch(id: string): Promise<void> {
  await api.DELETE("/api/v1/saved-searches/{saved_search_id}/", {
    params: { path: { saved_search_id: id } },
  });
}
