import { useQueryClient } from "@tanstack/react-query";
import { useRouter } from "@tanstack/react-router";
import { sessionQuery } from "@/api/auth/session";
import { signOut } from "@/api/auth/signOut";
import { newId } from "@/lib/newId";
import { paths } from "@/lib/paths";
import { useSessionStore } from "@/lib/session";
import { notifyError } from "../notify";

declare module "@tanstack/react-router" {
  interface HistoryState {
    /** Somebody is being signed out: the sign-in page does not lead on, though there is a session still. */
    leaving?: string;
  }
}

/**
 * Leaves the page, then ends the session. A page with unsaved work asks first: who stays there is still signed in. When
 * the session cannot be ended one comes back to the page.
 */
export function useSignOut(): () => Promise<void> {
  const router = useRouter();
  const queryClient = useQueryClient();
  return async () => {
    const from = router.state.location.href;
    const leaving = newId();
    await router.navigate({ to: paths.login(), search: { next: from }, state: { leaving } });
    // Of who stayed this goes on with the next way through the panel, which is another one.
    if (router.state.location.state.leaving !== leaving) return;
    try {
      await signOut();
    } catch (error) {
      notifyError(error);
      await router.navigate({ to: paths.login(), search: { next: from }, replace: true });
      return;
    }
    const { queryKey } = sessionQuery();
    queryClient.removeQueries({ predicate: (query) => query.queryKey[0] !== queryKey[0] });
    queryClient.getMutationCache().clear();
    await queryClient.resetQueries({ queryKey });
    useSessionStore.getState().set(null);
    await router.navigate({ to: paths.login(), replace: true });
  };
}
