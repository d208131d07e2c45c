import { api, body, type Schemas } from "../client";

/** Gives a member another role. 409 `last_admin` when nobody else could give roles then. */
export async function changeRole(memberId: string, role: Schemas["Role"]): Promise<Schemas["MemberOut"]> {
  const params = { path: { member_id: memberId } };
  return body(await api.PATCH("/api/v1/members/{member_id}/", { params, body: { role } }));
}
