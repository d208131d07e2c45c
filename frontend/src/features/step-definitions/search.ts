/** What the list is narrowed by, and which definition is open: its id, or `new`. */
interface StepDefinitionsSearch {
  search?: string;
  open?: string;
}

export function parseStepDefinitionsSearch(search: Record<string, unknown>): StepDefinitionsSearch {
  const text = (name: string) =>
    typeof search[name] === "string" && search[name] ? { [name]: search[name] } : {};
  return { ...text("search"), ...text("open") };
}
