import { useEffect, useState } from "react";
import { type MappedInput, mapInput } from "@/lib/expressions/mappedInput";
import type { JsonObject } from "@/lib/expressions/types";
import { evaluateLive } from "@/lib/expressions/useEvaluation";
import { useEditor } from "../store";

const DELAY_MS = 120;

/** What the step would get on a context, as its mappings stand; null while nothing is known. */
export function useMappedInput(stepId: string, context: JsonObject | null): MappedInput | null {
  const inputMappings = useEditor((state) => state.document.steps[stepId]?.inputMappings);
  const literals = useEditor((state) => state.document.steps[stepId]?.literals);
  const [mapped, setMapped] = useState<MappedInput | null>(null);
  useEffect(() => {
    if (context === null) {
      setMapped(null);
      return;
    }
    const abort = new AbortController();
    const timer = setTimeout(async () => {
      const step = { ...(inputMappings && { inputMappings }), ...(literals && { literals }) };
      const found = await mapInput(step, (ask) => evaluateLive({ ...ask, context }, abort.signal));
      if (!abort.signal.aborted) setMapped(found);
    }, DELAY_MS);
    return () => {
      clearTimeout(timer);
      abort.abort();
    };
  }, [inputMappings, literals, context]);
  return mapped;
}
