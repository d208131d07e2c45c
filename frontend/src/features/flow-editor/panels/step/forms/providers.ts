/** Providers that the server has by itself; any other name may be written. */
export const PROVIDERS: readonly string[] = ["OPENAI"];

/** Models whose prices the server knows; any other name may be written. */
export const MODELS: readonly string[] = [
  "gpt-5",
  "gpt-5-mini",
  "gpt-5-nano",
  "gpt-4.1",
  "gpt-4.1-mini",
  "gpt-4.1-nano",
  "gpt-4o",
  "gpt-4o-mini",
  "o3",
  "o4-mini",
];
