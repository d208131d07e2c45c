import type { LucideIcon } from "lucide-react";
import {
  ArrowRight,
  ChevronsDownUp,
  ChevronsUpDown,
  ClipboardPaste,
  Copy,
  CopyPlus,
  Flag,
  Frame,
  LogOut,
  Maximize,
  Network,
  Pencil,
  Plus,
  Power,
  Scissors,
  Search,
  Split,
  SquareDashedMousePointer,
  StickyNote,
  Trash2,
} from "lucide-react";
import { ITEM_COLORS } from "../../document/canvasItems";
import { findEdge } from "../../document/edges";
import type { EditorState } from "../../store";
import type { MenuTarget } from "../canvasUi";

/** What an item of a context menu asks for. */
export type MenuAction =
  | "open"
  | "addAfter"
  | "setStart"
  | "toggle"
  | "copy"
  | "cut"
  | "paste"
  | "duplicate"
  | "frame"
  | "unframe"
  | "tidySelection"
  | "tidy"
  | "remove"
  | "insert"
  | "condition"
  | "add"
  | "note"
  | "selectAll"
  | "fit"
  | "find"
  | "edit"
  | "fold";

/** A line of a context menu; `label` is a key below `menu`. */
interface MenuItem {
  action: MenuAction;
  label: string;
  icon: LucideIcon;
  keys?: string;
  danger?: boolean;
}

/** Items by section, and the colours that the target can take. */
interface MenuContent {
  sections: MenuItem[][];
  colors: readonly string[];
}

const COPY: MenuItem = { action: "copy", label: "copy", icon: Copy, keys: "Mod+C" };
const CUT: MenuItem = { action: "cut", label: "cut", icon: Scissors, keys: "Mod+X" };
const DUPLICATE: MenuItem = { action: "duplicate", label: "duplicate", icon: CopyPlus, keys: "Mod+D" };
const REMOVE: MenuItem = { action: "remove", label: "remove", icon: Trash2, keys: "Delete", danger: true };
const FIT: MenuItem = { action: "fit", label: "fit", icon: Maximize, keys: "1" };
const FIND: MenuItem = { action: "find", label: "find", icon: Search, keys: "Mod+F" };
const ALL: MenuItem = {
  action: "selectAll",
  label: "selectAll",
  icon: SquareDashedMousePointer,
  keys: "Mod+A",
};

/** What can be done with a target now. In a read-only editor only what changes nothing. */
export function menuOf(state: EditorState, target: MenuTarget): MenuContent {
  const sections = SECTIONS[target.kind](state, target as never);
  const kept = state.readOnly ? sections.map((items) => items.filter(isHarmless)) : sections;
  const isColoured = (target.kind === "note" || target.kind === "group") && !state.readOnly;
  return { sections: kept.filter((items) => items.length > 0), colors: isColoured ? ITEM_COLORS : [] };
}

const HARMLESS: ReadonlySet<MenuAction> = new Set(["open", "copy", "selectAll", "fit", "find", "condition"]);
const isHarmless = ({ action }: MenuItem): boolean => HARMLESS.has(action);

type Sections = {
  [K in MenuTarget["kind"]]: (state: EditorState, target: MenuTarget & { kind: K }) => MenuItem[][];
};

const SECTIONS: Sections = {
  step: (state, { id }) => stepSections(state, id),
  edge: (state, { id }) => [
    [
      { action: "insert", label: "insert", icon: Plus },
      ...(findEdge(state.document, id)?.kind === "condition"
        ? [{ action: "condition", label: "condition", icon: Split } satisfies MenuItem]
        : []),
    ],
    [REMOVE],
  ],
  note: () => [[{ action: "edit", label: "edit", icon: Pencil }, COPY, CUT, DUPLICATE], [REMOVE]],
  group: ({ document }, { id }) => {
    const isCollapsed = document.groups?.some((group) => group.id === id && group.collapsed) ?? false;
    return [
      [
        { action: "edit", label: "rename", icon: Pencil },
        {
          action: "fold",
          label: isCollapsed ? "expand" : "collapse",
          icon: isCollapsed ? ChevronsUpDown : ChevronsDownUp,
        },
        COPY,
      ],
      [{ ...REMOVE, label: "removeFrame" }],
    ];
  },
  canvas: () => [
    [
      { action: "add", label: "add", icon: Plus, keys: "A" },
      { action: "note", label: "note", icon: StickyNote },
      { action: "paste", label: "paste", icon: ClipboardPaste, keys: "Mod+V" },
    ],
    [ALL, FIND, FIT, { action: "tidy", label: "tidy", icon: Network, keys: "Shift+Alt+T" }],
  ],
};

function stepSections({ document, selection }: EditorState, id: string): MenuItem[][] {
  const isOne = selection.steps.length < 2;
  const step = document.steps[id];
  const isFramed = document.groups?.some((group) => group.stepInstanceIds?.includes(id)) ?? false;
  const items: (MenuItem | false)[][] = [
    [
      isOne && { action: "open", label: "open", icon: Pencil, keys: "Enter" },
      isOne && step?.stepType !== "END_FLOW" && { action: "addAfter", label: "addAfter", icon: ArrowRight },
      isOne && document.startStepInstanceId !== id && { action: "setStart", label: "setStart", icon: Flag },
      { action: "toggle", label: step?.disabled ? "turnOn" : "turnOff", icon: Power, keys: "D" },
    ],
    [COPY, CUT, DUPLICATE],
    [
      { action: "frame", label: "frame", icon: Frame, keys: "Mod+G" },
      isFramed && { action: "unframe", label: "unframe", icon: LogOut },
      !isOne && { action: "tidySelection", label: "tidySelection", icon: Network, keys: "Shift+Alt+T" },
    ],
    [REMOVE],
  ];
  return items.map((section) => section.filter((item) => item !== false));
}
