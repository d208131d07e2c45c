import { useSessionStore } from "@/lib/session";

/** Names what this device keeps of the person who is signed in: nobody else who signs in here gets to see it. */
export function ownKey(...parts: readonly (string | number)[]): string {
  const user = useSessionStore.getState().session?.user?.id ?? "";
  return [user, ...parts].join(".");
}
