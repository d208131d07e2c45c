import { api, body, type Schemas } from "../client";

/** Adds a user to the workspace; one who does not exist is created with the password. */
export async function addMember(member: Schemas["MemberCreateRequest"]): Promise<Schemas["MemberOut"]> {
  return body(await api.POST("/api/v1/members/", { body: member }));
}
