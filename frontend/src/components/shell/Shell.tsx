import { Drawer } from "@mantine/core";
import { useMediaQuery } from "@mantine/hooks";
import { useMatches } from "@tanstack/react-router";
import { lazy, type ReactNode, Suspense, useState } from "react";
import { useTranslation } from "react-i18next";
import "./texts";
import { Header } from "./Header";
import { Logo } from "./Logo";
import { Navigation } from "./Navigation";
import classes from "./Shell.module.css";
import { useShell } from "./shellStore";
import { useShellKeys } from "./useShellKeys";

const CommandPalette = lazy(() => import("./CommandPalette").then((m) => ({ default: m.CommandPalette })));
const ShortcutHelp = lazy(() => import("./ShortcutHelp").then((m) => ({ default: m.ShortcutHelp })));

/** The frame of the signed-in area: navigation at the left, a header, and the page. */
export function Shell({ children }: { children: ReactNode }) {
  const { t } = useTranslation("shell");
  const { drawer, show } = useShell();
  const phone = useMediaQuery("(max-width: 48em)");
  const full = useMatches().some((match) => match.staticData.layout === "full");
  const layout = full ? "full" : "page";
  const collapsed = useShell((state) => state.collapsed[layout]);
  useShellKeys();
  return (
    <div className={classes.shell} data-collapsed={collapsed || undefined}>
      <a className={classes.skip} href="#main">
        {t("skip")}
      </a>
      {phone ? (
        <Drawer
          opened={drawer}
          onClose={() => show("drawer", false)}
          size={272}
          padding="sm"
          title={<Logo />}
          closeButtonProps={{ "aria-label": t("collapse") }}
        >
          <Navigation onNavigate={() => show("drawer", false)} />
        </Drawer>
      ) : (
        <div className={classes.sidebar}>
          <Navigation collapsed={collapsed} layout={layout} />
        </div>
      )}
      <Header phone={phone ?? false} />
      <main id="main" className={classes.main} data-full={full || undefined} tabIndex={-1}>
        {full ? children : <div className={classes.page}>{children}</div>}
      </main>
      <OpenedDialogs />
    </div>
  );
}

/** The search and the help, whose code comes at the first use. */
function OpenedDialogs() {
  const { palette, help } = useShell();
  const [used, setUsed] = useState({ palette: false, help: false });
  if (palette && !used.palette) setUsed({ ...used, palette: true });
  if (help && !used.help) setUsed({ ...used, help: true });
  return (
    <Suspense fallback={null}>
      {used.palette && <CommandPalette />}
      {used.help && <ShortcutHelp />}
    </Suspense>
  );
}
