import { queryOptions } from "@tanstack/react-query";
import { api, body, hasVisited, setWorkspace } from "@/api/client";
import { ApiError, hasStatus } from "@/api/problem";
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

/** What the server would say to one who has never signed in here: asking would only put an error in the console. */
const NOBODY = {
  type: "about:blank",
  title: "Not signed in",
  status: 401,
  code: "not_authenticated",
  detail: "Sign in first.",
  errors: [],
  requestId: "",
};

async function loadSession(): Promise<Session> {
  if (!hasVisited()) throw new ApiError(NOBODY);
  setWorkspace(rememberedWorkspace());
  try {
    return body(await api.GET("/api/v1/auth/session/"));
  } catch (error) {
    if (!hasStatus(error, 404)) throw error;
    setWorkspace(null);
    return body(await api.GET("/api/v1/auth/session/"));
  }
}
