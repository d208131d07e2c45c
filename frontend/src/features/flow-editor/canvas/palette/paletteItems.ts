import type { Schemas } from "@/api/client";
import type { StepType } from "@/lib/definition/types";
import { stepTypeKey } from "@/lib/stepTypes";

/** One line of the palette: a step type, or a preset of one. */
export interface PaletteEntry {
  key: string;
  label: string;
  hint: string;
  category: string;
  icon: string;
  /** What is searched: lower case. */
  text: string;
  /** The preset whose fields the new step takes; null for a plain type. */
  presetId: string | null;
  type: StepType | null;
}

/** The entries of all step types. */
export function typeEntries(types: readonly StepType[]): PaletteEntry[] {
  return types.map((type) => ({
    key: stepTypeKey(type.type, type.module),
    label: type.label,
    hint: type.help,
    category: type.category,
    icon: type.icon,
    text: [type.label, type.type, type.module ?? "", type.category, type.help, ...type.outputKeys]
      .join(" ")
      .replaceAll("_", " ")
      .toLowerCase(),
    presetId: null,
    type,
  }));
}

/** The entries of presets. */
export function presetEntries(
  presets: readonly Schemas["StepDefinitionSummary"][],
  category: string,
): PaletteEntry[] {
  return presets.map((preset) => ({
    key: `preset:${preset.id}`,
    label: preset.name,
    hint: preset.description,
    category,
    icon: "box",
    text: [preset.name, preset.description, ...preset.tags].join(" ").toLowerCase(),
    presetId: preset.id,
    type: null,
  }));
}

/** A type that makes steps of a preset: the fields of the preset, and a link to its version. */
export function presetType(
  preset: Schemas["StepDefinitionOut"],
  types: readonly StepType[],
): StepType | null {
  const { stepType, moduleIdentifier } = preset.step;
  const base = types.find(
    (type) => type.type === stepType && (type.module === null || type.module === moduleIdentifier),
  );
  if (!base) return null;
  const defaults = { ...base.defaults, stepDefinitionId: preset.id, stepDefinitionVersion: preset.version };
  return { ...base, label: preset.name, defaults };
}

/**
 * The entries in which every word occurs, best first: those whose label begins with the query, then those whose label
 * holds it, then the rest in their order.
 */
export function searchPalette(entries: readonly PaletteEntry[], query: string): PaletteEntry[] {
  const words = query.toLowerCase().split(/\s+/).filter(Boolean);
  if (words.length === 0) return [...entries];
  const sought = words.join(" ");
  const ranked = entries
    .filter((entry) => words.every((word) => entry.text.includes(word)))
    .map((entry) => ({ entry, rank: rankOf(entry.label.toLowerCase(), sought) }));
  return ranked.sort((a, b) => a.rank - b.rank).map(({ entry }) => entry);
}

function rankOf(label: string, sought: string): number {
  if (label.startsWith(sought)) return 0;
  if (label.includes(` ${sought}`)) return 1;
  return label.includes(sought) ? 2 : 3;
}

/** Entries by category, in the order in which the categories first occur. */
export function byCategory(entries: readonly PaletteEntry[]): [string, PaletteEntry[]][] {
  const groups = new Map<string, PaletteEntry[]>();
  for (const entry of entries) {
    const group = groups.get(entry.category);
    if (group) group.push(entry);
    else groups.set(entry.category, [entry]);
  }
  return [...groups];
}
