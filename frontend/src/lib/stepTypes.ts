import { useQuery } from "@tanstack/react-query";
import { stepTypesQuery } from "@/api/steps/stepTypes";
import type { StepInstance, StepType } from "@/lib/definition/types";

/** The palette and a way to find the type of a step. */
export interface StepTypes {
  all: readonly StepType[];
  /** The type (and module) of a step; undefined for a type that this server does not know. */
  byStep: (step: Pick<StepInstance, "stepType" | "moduleIdentifier">) => StepType | undefined;
}

const known = new WeakMap<readonly StepType[], StepTypes>();

/** An index of the palette; the same list gives the same index. */
function indexStepTypes(all: readonly StepType[]): StepTypes {
  const made = known.get(all);
  if (made) return made;
  const byName = new Map(all.map((type) => [stepTypeKey(type.type, type.module), type]));
  const index: StepTypes = {
    all,
    byStep: (step) =>
      byName.get(stepTypeKey(step.stepType, step.moduleIdentifier)) ?? byName.get(stepTypeKey(step.stepType)),
  };
  known.set(all, index);
  return index;
}

/** One text for a type and its module: `DATA_TRANSFORMATION/system/generate-uuid`, or only the type. */
export function stepTypeKey(type: string, module?: string | null): string {
  return module ? `${type}/${module}` : type;
}

const NONE: readonly StepType[] = [];

/** The step types of the server; empty until they are here. */
export function useStepTypes(): StepTypes {
  const { data } = useQuery(stepTypesQuery());
  return indexStepTypes(data ?? NONE);
}
