import { isObject } from "@/components/schema-form/path";
import { parseExactly } from "@/lib/exactJson";

type Translate = (key: string, values?: Record<string, string>) => string;

/** Why a text cannot be the step; null when it can. */
export function reasonAgainst(text: string, stepId: string, t: Translate): string | null {
  let parsed: unknown;
  try {
    parsed = parseExactly(text);
  } catch (error) {
    return t("json.invalid", { reason: error instanceof Error ? error.message : "" });
  }
  if (!isObject(parsed)) return t("json.notObject");
  if (parsed.stepInstanceId !== stepId) return t("json.otherId", { id: stepId });
  return typeof parsed.stepType === "string" ? null : t("json.noType");
}
