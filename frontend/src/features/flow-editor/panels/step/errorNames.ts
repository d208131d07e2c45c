/** Names and codes of transient errors, to choose from; any other code may be written. */
export const ERROR_NAMES: readonly string[] = [
  "TransientStepError",
  "StepTimeoutError",
  "http_408",
  "http_425",
  "http_429",
  "http_500",
  "http_502",
  "http_503",
  "http_504",
];
