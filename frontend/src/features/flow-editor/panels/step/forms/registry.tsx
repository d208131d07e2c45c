import type { ComponentType } from "react";
import type { StepInstance, StepType } from "@/lib/definition/types";
import { END_FIELDS, EndForm } from "./EndForm";
import { START_FLOW_FIELDS, StartFlowForm, SUB_FLOW_FIELDS, SubFlowForm } from "./FlowForms";
import { FORK_FIELDS, ForkForm } from "./ForkForm";
import { HTTP_FIELDS, HttpCallForm } from "./HttpCallForm";
import { LLM_FIELDS, LlmForm } from "./LlmForm";
import { POLL_FIELDS, PollForm } from "./PollForm";
import { TRANSFORM_FIELDS, TransformForm } from "./TransformForm";
import { WAIT_FIELDS, WaitForm } from "./WaitForm";

/** A hand-made form and the fields of the step that it shows; the others are shown by the form of the schema. */
interface BuiltInForm {
  Form: ComponentType<{ step: StepInstance; type: StepType | undefined }>;
  covers: readonly string[];
}

const FORMS: Readonly<Record<string, BuiltInForm>> = {
  API_CALL: { Form: HttpCallForm, covers: HTTP_FIELDS },
  LLM_INVOCATION: { Form: LlmForm, covers: LLM_FIELDS },
  PARALLEL_FORK_MANAGER: { Form: ForkForm, covers: FORK_FIELDS },
  START_SUB_FLOW: { Form: SubFlowForm, covers: SUB_FLOW_FIELDS },
  START_FLOW_EXECUTION: { Form: StartFlowForm, covers: START_FLOW_FIELDS },
  WAIT_FOR_EXTERNAL_EVENT: { Form: WaitForm, covers: WAIT_FIELDS },
  POLL_EXTERNAL_API: { Form: PollForm, covers: POLL_FIELDS },
  END_FLOW: { Form: EndForm, covers: END_FIELDS },
  DATA_TRANSFORMATION: { Form: TransformForm, covers: TRANSFORM_FIELDS },
};

/** The hand-made form of a step; undefined where the form of the schema is all there is. */
export function builtInForm(step: StepInstance): BuiltInForm | undefined {
  return FORMS[step.stepType];
}
