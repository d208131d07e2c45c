import { useCallback, useEffect, useEffectEvent, useRef, useState } from "react";
import { liveUrl } from "./addresses";
import { joinFlow, joinWorkspace, type Membership } from "./channels";
import {
  type ExecutionFrame,
  isExecutionFrame,
  isJobFrame,
  isWorkspaceFrame,
  type JobFrame,
  type LiveFrame,
  type WorkspaceFrame,
} from "./frames";
import { LiveSocket, type LiveState } from "./LiveSocket";

/**
 * Tells the handler every event of every run of the workspace from now on, once and in order.
 *
 * @param onReached Called when a connection is made while one listens: what happened before may not have been told.
 */
export function useWorkspaceEvents(
  handler: (frame: WorkspaceFrame) => void,
  onReached: () => void = nothing,
): LiveState {
  return useWorkspaceFrames((frame) => {
    if (isWorkspaceFrame(frame)) handler(frame);
  }, onReached);
}

/**
 * Tells the handler how far the workspace's bulk jobs are, whenever one moves. Nothing of that is told again: `onReached`
 * is called when a connection is made while one listens.
 */
export function useJobEvents(handler: (frame: JobFrame) => void, onReached: () => void): void {
  useWorkspaceFrames((frame) => {
    if (isJobFrame(frame)) handler(frame);
  }, onReached);
}

function nothing(): void {}

function useWorkspaceFrames(handler: (frame: LiveFrame) => void, onReached: () => void): LiveState {
  const [state, setState] = useState<LiveState>("connecting");
  const onFrame = useEffectEvent(handler);
  const onState = useEffectEvent((next: LiveState, isFirst: boolean) => {
    setState(next);
    if (next === "online" && !isFirst) onReached();
  });
  useEffect(() => {
    let isFirst = true;
    const membership = joinWorkspace({
      onFrame: (frame) => onFrame(frame),
      onState: (next) => onState(next, isFirst),
    });
    isFirst = false;
    return () => membership.leave();
  }, []);
  return state;
}

/** How `useExecutionEvents` follows a run. */
export interface FollowOptions {
  /** The last event one has; 0 (the default) gives all from the beginning. Read when the run changes. */
  after?: number;
  /** False: do not follow (the run is over, or its `after` is not known yet). */
  enabled?: boolean;
}

/** Tells the handler every event of one run behind `after`, once and in order, through lost connections. */
export function useExecutionEvents(
  executionId: string | null,
  handler: (frame: ExecutionFrame) => void,
  { after = 0, enabled = true }: FollowOptions = {},
): LiveState {
  const [state, setState] = useState<LiveState>("connecting");
  const onFrame = useEffectEvent((frame: LiveFrame) => {
    if (isExecutionFrame(frame)) handler(frame);
  });
  const start = useEffectEvent(() => after);
  useEffect(() => {
    if (!executionId || !enabled) return;
    const socket = new LiveSocket({
      url: () => liveUrl(`executions/${executionId}/`),
      feed: { after: start(), gapless: true },
      onFrame: (frame) => onFrame(frame),
      onState: setState,
    });
    setState("connecting");
    socket.start();
    return () => socket.stop();
  }, [executionId, enabled]);
  return state;
}

/** A flow's channel: its state, and a way to say where one is (`{type: "here", version, step, clientId}`). */
export interface FlowChannel {
  state: LiveState;
  /** Said now, and again by itself after each reconnection. The same function as long as the flow is the same. */
  say: (message: object) => void;
}

/** Tells the handler what is said at a flow: `flow.state`, `presence`, `flow.saved`, `flow.published`, … */
export function useFlowChannel(flowId: string, handler: (frame: LiveFrame) => void): FlowChannel {
  const [state, setState] = useState<LiveState>("connecting");
  const membership = useRef<Membership | null>(null);
  const onFrame = useEffectEvent(handler);
  useEffect(() => {
    const joined = joinFlow(flowId, { onFrame: (frame) => onFrame(frame), onState: setState });
    membership.current = joined;
    return () => {
      membership.current = null;
      joined.leave();
    };
  }, [flowId]);
  const say = useCallback((message: object) => membership.current?.greet(message), []);
  return { state, say };
}
