import { ApiError } from "@/api/problem";

interface Errors {
  setErrors: (errors: Record<string, string>) => void;
}

/** Puts what the server says about fields beside them; false when it named none. */
export function placeErrors(form: Errors, error: unknown): boolean {
  if (!(error instanceof ApiError)) return false;
  form.setErrors(error.fields);
  return Object.keys(error.fields).length > 0;
}
