export type { ExecutionFrame, LiveFrame, TouchedVisit, WorkspaceFrame } from "./frames";
export {
  type FlowChannel,
  type FollowOptions,
  useExecutionEvents,
  useFlowChannel,
  useWorkspaceEvents,
} from "./hooks";
export { LiveSocket, type LiveState } from "./LiveSocket";
