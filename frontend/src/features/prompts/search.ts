/** What the list is narrowed by. */
interface PromptsSearch {
  search?: string;
}

/** Which version is open, and which one it is compared with. */
interface PromptSearch {
  version?: number;
  compare?: number;
}

export function parsePromptsSearch(search: Record<string, unknown>): PromptsSearch {
  return typeof search.search === "string" && search.search ? { search: search.search } : {};
}

export function parsePromptSearch(search: Record<string, unknown>): PromptSearch {
  const version = Number(search.version);
  const compare = Number(search.compare);
  return {
    ...(Number.isInteger(version) && version > 0 && { version }),
    ...(Number.isInteger(compare) && compare > 0 && { compare }),
  };
}
