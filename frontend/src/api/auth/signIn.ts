import { api, body, setWorkspace } from "@/api/client";
import { rememberedWorkspace, type Session } from "@/lib/session";

/**
 * Starts a session, in the workspace of the last visit where one still belongs to it: the page one comes back to is
 * there. Throws ApiError: 401 for a wrong name or password, 429 after too many tries.
 */
export async function signIn(args: { username: string; password: string }): Promise<Session> {
  const last = rememberedWorkspace();
  setWorkspace(null);
  const session = body(await api.POST("/api/v1/auth/login/", { body: args }));
  const isElsewhere =
    session.workspace?.slug !== last && session.workspaces.some(({ slug }) => slug === last);
  if (!isElsewhere) return session;
  setWorkspace(last);
  return body(await api.GET("/api/v1/auth/session/"));
}
