import { Outlet } from "@tanstack/react-router";
import type { ComponentType, ReactNode } from "react";
import { Shell } from "@/components/shell/Shell";
import { useSessionStore } from "@/lib/session";
import { plugins } from "@/plugins/registry";

/** The signed-in area: the shell inside the wrappers of the plugins, the first plugin outermost. */
export function SignedIn() {
  const session = useSessionStore((state) => state.session);
  const wrappers = plugins().flatMap((plugin) => plugin.wrapper ?? []);
  // A session that ended: the way to the sign-in page has begun, and what is in here needs to know who one is.
  if (!session) return null;
  // What follows a workspace live begins anew in another one.
  return (
    <Wrapped key={session.workspace?.id} by={wrappers}>
      <Shell>
        <Outlet />
      </Shell>
    </Wrapped>
  );
}

function Wrapped({ by, children }: { by: ComponentType<{ children: ReactNode }>[]; children: ReactNode }) {
  const [Outer, ...others] = by;
  if (!Outer) return children;
  return (
    <Outer>
      <Wrapped by={others}>{children}</Wrapped>
    </Outer>
  );
}
