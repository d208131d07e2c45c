import { create } from "zustand";
import { type Schemas, setWorkspace } from "@/api/client";

export type Session = Schemas["Session"];

/** What a role may do: read, run, edit, publish, administer. */
export type Permission = "read" | "run" | "edit" | "publish" | "administer";

interface SessionState {
  session: Session | null;
  set: (session: Session | null) => void;
}

const WORKSPACE_KEY = "allma.workspace";

/** Who is signed in. The app fills it before any page renders. */
export const useSessionStore = create<SessionState>((set) => ({
  session: null,
  set: (session) => {
    const slug = session?.workspace?.slug ?? null;
    setWorkspace(slug);
    if (slug) rememberWorkspace(slug);
    set({ session });
  },
}));

/** The workspace of this tab; of a new tab the one chosen last. */
export function rememberedWorkspace(): string | null {
  return sessionStorage.getItem(WORKSPACE_KEY) ?? localStorage.getItem(WORKSPACE_KEY);
}

/** Makes this the workspace of the next visit, and of the next question who is signed in. */
export function rememberWorkspace(slug: string): void {
  sessionStorage.setItem(WORKSPACE_KEY, slug);
  localStorage.setItem(WORKSPACE_KEY, slug);
}

/** Whether the signed-in person may do this in the current workspace. */
export function usePermission(permission: Permission): boolean {
  return useSessionStore((state) => state.session?.permissions.includes(permission) ?? false);
}

/** The session; throws where nobody is signed in. */
export function useSession(): Session {
  const session = useSessionStore((state) => state.session);
  if (!session) throw new Error("Nobody is signed in.");
  return session;
}
