import { create } from "zustand";

const COLLAPSED_KEY = "allma.nav.collapsed";

interface ShellState {
  /** The navigation shows icons only; kept in this browser. */
  collapsed: boolean;
  /** The navigation is open on a phone. */
  drawer: boolean;
  palette: boolean;
  help: boolean;
  toggleCollapsed: () => void;
  show: (what: "drawer" | "palette" | "help", open: boolean) => void;
}

/** What of the shell is open. */
export const useShell = create<ShellState>((set, get) => ({
  collapsed: localStorage.getItem(COLLAPSED_KEY) === "1",
  drawer: false,
  palette: false,
  help: false,
  toggleCollapsed: () => {
    const collapsed = !get().collapsed;
    localStorage.setItem(COLLAPSED_KEY, collapsed ? "1" : "0");
    set({ collapsed });
  },
  show: (what, open) => set({ [what]: open }),
}));
