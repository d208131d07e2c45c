import { api, body, setWorkspace } from "@/api/client";
import type { Session } from "@/lib/session";

/** Starts a session. Throws ApiError: 401 for a wrong name or password, 429 after too many tries. */
export async function signIn(args: { username: string; password: string }): Promise<Session> {
  setWorkspace(null);
  return body(await api.POST("/api/v1/auth/login/", { body: args }));
}
