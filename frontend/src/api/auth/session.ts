import { queryOptions } from "@tanstack/react-query";
import { api, body, setWorkspace } from "@/api/client";
import { hasStatus } from "@/api/problem";
import { rememberedWorkspace, type Session } from "@/lib/session";

/** Who is signed in, in the workspace of the last visit. Throws ApiError with status 401 when nobody is. */
export const sessionQuery = () =>
  queryOptions({
    queryKey: ["session"],
    queryFn: loadSession,
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: Number.POSITIVE_INFINITY,
    retry: false,
  });

async function loadSession(): Promise<Session> {
  setWorkspace(rememberedWorkspace());
  try {
    return body(await api.GET("/api/v1/auth/session/"));
  } catch (error) {
    if (!hasStatus(error, 404)) throw error;
    setWorkspace(null);
    return body(await api.GET("/api/v1/auth/session/"));
  }
}
