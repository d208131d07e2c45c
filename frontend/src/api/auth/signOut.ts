import { api, forgetVisit } from "@/api/client";

/** Ends the session. */
export async function signOut(): Promise<void> {
  await api.POST("/api/v1/auth/logout/");
  forgetVisit();
}
