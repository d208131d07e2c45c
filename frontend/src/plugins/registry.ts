import type { ComponentType } from "react";
import type { StepInstance } from "@/lib/definition/types";
import type {
  AllmaPlugin,
  CommandSource,
  NavItem,
  NodeFaceProps,
  ShortcutHelp,
  StepFormProps,
} from "./types";

let installed: readonly AllmaPlugin[] = [];

/** Makes these the plugins of the app. Throws when two have the same id. */
export function installPlugins(plugins: readonly AllmaPlugin[]): void {
  const ids = plugins.map((plugin) => plugin.id);
  const twice = ids.find((id, index) => ids.indexOf(id) !== index);
  if (twice) throw new Error(`Two plugins are called "${twice}". Give one of them another id.`);
  installed = plugins;
}

/** The plugins, in the order in which they were given. */
export function plugins(): readonly AllmaPlugin[] {
  return installed;
}

/** The navigation of all plugins, sorted. */
export function navItems(): NavItem[] {
  return installed.flatMap((plugin) => plugin.nav ?? []).sort((a, b) => a.order - b.order);
}

export function commandSources(): CommandSource[] {
  return installed.flatMap((plugin) => plugin.commands ?? []);
}

export function shortcutHelp(): ShortcutHelp[] {
  return installed.flatMap((plugin) => plugin.shortcuts ?? []);
}

/** The custom form of a step, its module's before its type's; the last plugin wins. */
export function stepForm(step: StepInstance): ComponentType<StepFormProps> | undefined {
  return extension(step, (plugin) => plugin.steps?.forms);
}

/** The custom face of a step's node, its module's before its type's; the last plugin wins. */
export function nodeFace(step: StepInstance): ComponentType<NodeFaceProps> | undefined {
  return extension(step, (plugin) => plugin.steps?.faces);
}

function extension<T>(
  step: StepInstance,
  of: (plugin: AllmaPlugin) => Record<string, T> | undefined,
): T | undefined {
  const names = [`${step.stepType}/${step.moduleIdentifier ?? ""}`, step.stepType];
  const found = names.flatMap((name) => installed.map((plugin) => of(plugin)?.[name]).reverse());
  return found.find((one) => one !== undefined);
}
