export type { ExecutionFrame, JobFrame, LiveFrame, TouchedVisit, WorkspaceFrame } from "./frames";
export {
  type FlowChannel,
  type FollowOptions,
  useExecutionEvents,
  useFlowChannel,
  useJobEvents,
  useWorkspaceEvents,
} from "./hooks";
export { LiveSocket, type LiveState } from "./LiveSocket";
