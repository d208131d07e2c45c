import { Anchor, type AnchorProps } from "@mantine/core";
import { Link } from "@tanstack/react-router";
import type { ReactNode } from "react";

interface AppLinkProps extends Omit<AnchorProps, "component"> {
  /** An address of the panel, query included: see `paths`. */
  to: string;
  children: ReactNode;
  "aria-label"?: string;
  "aria-current"?: "page";
  onClick?: () => void;
}

/** A link inside the panel that looks like a Mantine anchor. */
export function AppLink({ to, children, ...rest }: AppLinkProps) {
  return (
    <Anchor
      renderRoot={(props) => <Link {...props} {...linkTarget(to)} activeOptions={{ exact: true }} />}
      {...rest}
    >
      {children}
    </Anchor>
  );
}

/** An address with a query as the router's link takes it. */
export function linkTarget(address: string): { to: string; search?: Record<string, string>; hash?: string } {
  const [beforeHash = "", hash] = address.split("#");
  const [to = "/", query] = beforeHash.split("?");
  return {
    to,
    search: query ? Object.fromEntries(new URLSearchParams(query)) : {},
    ...(hash ? { hash } : {}),
  };
}
