import type { AnyRoute } from "@tanstack/react-router";
import type { LucideIcon } from "lucide-react";
import type { ComponentType, ReactNode } from "react";
import type { StepInstance } from "@/lib/definition/types";
import type { Permission } from "@/lib/session";

/**
 * An entry of the navigation. `order` sorts entries of all plugins (built-in ones use 10, 20, …). `badge` stands at its
 * end: a small thing that may change by itself, such as a count.
 */
export interface NavItem {
  id: string;
  label: string;
  to: string;
  icon: LucideIcon;
  order: number;
  section?: "main" | "settings";
  permission?: Permission;
  badge?: ComponentType;
}

/** What a person can ask Ctrl-K for. `search` items are asked for as one types; `items` are always there. */
export interface CommandSource {
  id: string;
  items?: () => PaletteItem[];
  search?: (query: string, signal: AbortSignal) => Promise<PaletteItem[]>;
}

/** One line of Ctrl-K. */
export interface PaletteItem {
  id: string;
  label: string;
  description?: string;
  group: string;
  icon?: LucideIcon;
  permission?: Permission;
  run: (navigate: (to: string) => void) => void;
}

/** A keyboard shortcut for the `?` dialog; `keys` as shown, such as "Mod+Z". */
export interface ShortcutHelp {
  group: string;
  keys: string;
  label: string;
}

/** What a custom step form gets: the step as it stands, and a way to change its fields. */
export interface StepFormProps {
  step: StepInstance;
  readOnly: boolean;
  /** Sets fields of the step; `undefined` takes a field away. One call is one entry of the undo history. */
  update: (fields: Partial<StepInstance>, gesture: string) => void;
}

/** What a custom node face gets: it has the node below the title to itself, 165 by 42 pixels; more is cut off. */
export interface NodeFaceProps {
  step: StepInstance;
}

/** Forms and faces by step type, or by `stepType/moduleIdentifier`. */
export interface StepExtensions {
  forms?: Record<string, ComponentType<StepFormProps>>;
  faces?: Record<string, ComponentType<NodeFaceProps>>;
}

/**
 * A part of the panel. Everything is optional but the id; features of the product are plugins too.
 *
 * - `routes`: gets the route of the signed-in area and gives its children (TanStack Router `createRoute`).
 * - `wrapper`: put around the whole signed-in app, the first plugin outermost.
 * - `header`: a widget at the right of the header.
 */
export interface AllmaPlugin {
  id: string;
  routes?: (parent: AnyRoute) => AnyRoute[];
  nav?: NavItem[];
  wrapper?: ComponentType<{ children: ReactNode }>;
  header?: ComponentType;
  commands?: CommandSource[];
  shortcuts?: ShortcutHelp[];
  steps?: StepExtensions;
}
