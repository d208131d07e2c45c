import { api } from "../client";

/** Ends a membership; the user and what they made stay. 409 `last_admin` for the last admin. */
export async function removeMember(memberId: string): Promise<void> {
  await api.DELETE("/api/v1/members/{member_id}/", { params: { path: { member_id: memberId } } });
}
