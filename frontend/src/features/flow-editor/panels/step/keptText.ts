/** Texts that are no step yet, by flow, version and step: they are there again when the panel is opened again. */
export const keptText = new Map<string, string>();
