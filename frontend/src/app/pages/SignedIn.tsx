import { Outlet } from "@tanstack/react-router";
import type { ComponentType, ReactNode } from "react";
import { Shell } from "@/components/shell/Shell";
import { plugins } from "@/plugins/registry";

/** The signed-in area: the shell inside the wrappers of the plugins, the first plugin outermost. */
export function SignedIn() {
  const wrappers = plugins().flatMap((plugin) => plugin.wrapper ?? []);
  return (
    <Wrapped by={wrappers}>
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
