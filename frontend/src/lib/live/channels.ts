import { liveUrl } from "./addresses";
import type { LiveFrame } from "./frames";
import { LiveSocket, type LiveState } from "./LiveSocket";

/** What a page wants to be told. */
interface ChannelListener {
  onFrame: (frame: LiveFrame) => void;
  onState: (state: LiveState) => void;
}

/** A part in a shared connection. */
export interface Membership {
  /** Says something, now and again after each reconnection, in place of what was said so before. */
  greet: (message: object) => void;
  leave: () => void;
}

/** How long a connection outlives its last listener: the next page of the panel takes it over. */
const LINGER_MS = 2_000;

class Channel {
  private readonly listeners = new Set<ChannelListener>();
  private readonly socket: LiveSocket;
  private greeting: object | null = null;
  private lingering: ReturnType<typeof setTimeout> | undefined;

  constructor(
    path: string,
    feed: { after: null; gapless: false } | null,
    private readonly onGone: () => void,
  ) {
    this.socket = new LiveSocket({
      url: () => liveUrl(path),
      feed,
      greeting: () => this.greeting,
      onFrame: (frame) => this.tell((listener) => listener.onFrame(frame)),
      onState: (state) => this.stateChanged(state),
    });
  }

  join(listener: ChannelListener): Membership {
    clearTimeout(this.lingering);
    this.listeners.add(listener);
    this.socket.start();
    listener.onState(this.socket.state);
    return { greet: (message) => this.greet(message), leave: () => this.leave(listener) };
  }

  private greet(message: object): void {
    this.greeting = message;
    this.socket.send(message);
  }

  private leave(listener: ChannelListener): void {
    this.listeners.delete(listener);
    if (this.listeners.size > 0) return;
    clearTimeout(this.lingering);
    this.lingering = setTimeout(() => this.close(), LINGER_MS);
  }

  private stateChanged(state: LiveState): void {
    this.tell((listener) => listener.onState(state));
    if (state === "refused") this.onGone();
  }

  private close(): void {
    this.socket.stop();
    this.onGone();
  }

  private tell(one: (listener: ChannelListener) => void): void {
    for (const listener of [...this.listeners]) one(listener);
  }
}

const open = new Map<string, Channel>();

function join(
  path: string,
  feed: { after: null; gapless: false } | null,
  listener: ChannelListener,
): Membership {
  const key = liveUrl(path);
  let channel = open.get(key);
  if (!channel) {
    const made: Channel = new Channel(path, feed, () => {
      if (open.get(key) === made) open.delete(key);
    });
    open.set(key, made);
    channel = made;
  }
  return channel.join(listener);
}

/** The events of all runs of the workspace from now on, over one connection for all pages of this tab. */
export function joinWorkspace(listener: ChannelListener): Membership {
  return join("workspace/", { after: null, gapless: false }, listener);
}

/** Who is at a flow, and what is saved and published there. */
export function joinFlow(flowId: string, listener: ChannelListener): Membership {
  return join(`flows/${flowId}/`, null, listener);
}
