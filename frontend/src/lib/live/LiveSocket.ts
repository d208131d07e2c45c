import { type LiveFrame, readFrame } from "./frames";

/**
 * `connecting`: never connected yet · `online` · `reconnecting`: was or could not be reached, tries again by itself ·
 * `refused`: the server says that one may not watch this; it does not try again.
 */
export type LiveState = "connecting" | "online" | "reconnecting" | "refused";

/** What `LiveSocket` needs of a browser's WebSocket. */
export interface SocketLike {
  onopen: ((event: Event) => void) | null;
  onmessage: ((event: MessageEvent) => void) | null;
  onclose: ((event: CloseEvent) => void) | null;
  send(text: string): void;
  close(): void;
}

export interface LiveSocketOptions {
  /** The address, asked for at each connection. */
  url: () => string;
  /**
   * A feed is subscribed to and numbered: `after` is the last event one has (null: from now on); `gapless` says
   * that its numbers have no gaps, so that a gap is a loss. Null: a channel, whose frames are passed on as they come.
   */
  feed: { after: number | null; gapless: boolean } | null;
  onFrame: (frame: LiveFrame) => void;
  onState?: (state: LiveState) => void;
  /** Said again at each connection, for channels. */
  greeting?: () => object | null;
  open?: (url: string) => SocketLike;
  random?: () => number;
}

/** Close codes that trying again does not change: not signed in, another site's page, no such thing. */
const FINAL_CODES = new Set([4401, 4403, 4404]);
const FIRST_PAUSE_MS = 500;
const LONGEST_PAUSE_MS = 15_000;
const PING_MS = 20_000;
const PONG_MS = 10_000;

/**
 * A connection that stays: it reconnects with growing, random pauses, goes on behind the last event it has, drops
 * what it has already and asks again when something is missing, so that the listener gets every event once, in order.
 */
export class LiveSocket {
  private socket: SocketLike | null = null;
  private current: LiveState = "connecting";
  private position: number | null;
  private asking = false;
  private failures = 0;
  private stopped = true;
  private retryTimer: ReturnType<typeof setTimeout> | undefined;
  private pulseTimer: ReturnType<typeof setTimeout> | undefined;

  constructor(private readonly options: LiveSocketOptions) {
    this.position = options.feed?.after ?? null;
  }

  get state(): LiveState {
    return this.current;
  }

  /** The number of the last event that was passed on; null when there is none yet. */
  get seq(): number | null {
    return this.position;
  }

  /** Connects, and stays connected until `stop`. */
  start(): void {
    if (!this.stopped) return;
    this.stopped = false;
    globalThis.addEventListener?.("online", this.hurry);
    globalThis.document?.addEventListener("visibilitychange", this.hurry);
    this.connect();
  }

  /** Disconnects for good; nothing is passed on any more. */
  stop(): void {
    this.stopped = true;
    globalThis.removeEventListener?.("online", this.hurry);
    globalThis.document?.removeEventListener("visibilitychange", this.hurry);
    this.drop();
  }

  /** Says something now; false when there is no connection. */
  send(message: object): boolean {
    if (!this.socket || this.current !== "online") return false;
    this.socket.send(JSON.stringify(message));
    return true;
  }

  private readonly hurry = () => {
    if (this.current !== "reconnecting" || this.socket || globalThis.document?.hidden) return;
    clearTimeout(this.retryTimer);
    this.connect();
  };

  private connect(): void {
    const socket = (this.options.open ?? openSocket)(this.options.url());
    this.socket = socket;
    this.asking = false;
    socket.onopen = () => this.opened();
    socket.onmessage = (event) => this.heard(readFrame(event.data));
    socket.onclose = (event) => this.lost(event.code);
    this.expectLife(PONG_MS);
  }

  private opened(): void {
    if (this.options.feed) {
      this.subscribe();
      return;
    }
    this.reached();
    const greeting = this.options.greeting?.();
    if (greeting) this.send(greeting);
  }

  private subscribe(): void {
    this.asking = true;
    const from = this.position === null ? {} : { after: this.position };
    this.socket?.send(JSON.stringify({ type: "subscribe", ...from }));
  }

  private reached(): void {
    this.failures = 0;
    this.become("online");
    this.pulse();
  }

  private heard(frame: LiveFrame | null): void {
    this.pulse();
    if (!frame || frame.type === "pong") return;
    if (frame.type === "subscribed") {
      this.asking = false;
      this.position ??= frame.seq ?? 0;
      this.reached();
    } else if (this.isNext(frame)) {
      this.options.onFrame(frame);
    }
  }

  /** Whether to pass a frame on. A frame behind a gap is not; it comes again behind what is missing. */
  private isNext(frame: LiveFrame): boolean {
    const { feed } = this.options;
    if (!feed || frame.seq === undefined) return true;
    const last = this.position ?? 0;
    if (frame.seq <= last) return false;
    if (feed.gapless && frame.seq > last + 1) {
      if (!this.asking) this.subscribe();
      return false;
    }
    this.position = frame.seq;
    return true;
  }

  private lost(code: number): void {
    this.drop();
    if (this.stopped) return;
    if (FINAL_CODES.has(code)) {
      this.become("refused");
      return;
    }
    this.become("reconnecting");
    this.retryTimer = setTimeout(() => this.connect(), this.pause());
  }

  /** Half of a doubling pause and up to as much again by chance: many pages do not come back at once. */
  private pause(): number {
    const longest = Math.min(FIRST_PAUSE_MS * 2 ** this.failures, LONGEST_PAUSE_MS);
    this.failures += 1;
    return longest / 2 + ((this.options.random ?? Math.random)() * longest) / 2;
  }

  /** A dead connection closes nobody's socket (a laptop that slept), so silence is asked about. */
  private pulse(): void {
    clearTimeout(this.pulseTimer);
    this.pulseTimer = setTimeout(() => {
      this.socket?.send('{"type":"ping"}');
      this.expectLife(PONG_MS);
    }, PING_MS);
  }

  private expectLife(milliseconds: number): void {
    clearTimeout(this.pulseTimer);
    this.pulseTimer = setTimeout(() => this.lost(0), milliseconds);
  }

  private drop(): void {
    clearTimeout(this.pulseTimer);
    clearTimeout(this.retryTimer);
    const socket = this.socket;
    this.socket = null;
    if (!socket) return;
    socket.onopen = socket.onmessage = socket.onclose = null;
    socket.close();
  }

  private become(state: LiveState): void {
    if (this.current === state) return;
    this.current = state;
    this.options.onState?.(state);
  }
}

function openSocket(url: string): SocketLike {
  return new WebSocket(url);
}
