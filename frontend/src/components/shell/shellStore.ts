import { create } from "zustand";

/** A page with a margin, or one that takes all the room there is, such as the editor. */
export type Layout = "page" | "full";

const KEYS: Record<Layout, string> = { page: "allma.nav.collapsed", full: "allma.nav.collapsed.full" };

interface ShellState {
  /** Where the navigation shows icons only; kept in this browser. At first: where the page needs the room. */
  collapsed: Record<Layout, boolean>;
  /** The navigation is open on a phone. */
  drawer: boolean;
  palette: boolean;
  help: boolean;
  toggleCollapsed: (layout: Layout) => void;
  show: (what: "drawer" | "palette" | "help", open: boolean) => void;
}

/** What of the shell is open. */
export const useShell = create<ShellState>((set, get) => ({
  collapsed: { page: localStorage.getItem(KEYS.page) === "1", full: localStorage.getItem(KEYS.full) !== "0" },
  drawer: false,
  palette: false,
  help: false,
  toggleCollapsed: (layout) => {
    const collapsed = { ...get().collapsed, [layout]: !get().collapsed[layout] };
    localStorage.setItem(KEYS[layout], collapsed[layout] ? "1" : "0");
    set({ collapsed });
  },
  show: (what, open) => set({ [what]: open }),
}));
