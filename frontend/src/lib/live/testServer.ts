import type { LiveFrame } from "./frames";
import type { SocketLike } from "./LiveSocket";

/** The browser's edge, in memory: every socket that was opened, and what the client said on it. */
class TestSocket implements SocketLike {
  onopen: ((event: Event) => void) | null = null;
  onmessage: ((event: MessageEvent) => void) | null = null;
  onclose: ((event: CloseEvent) => void) | null = null;
  readonly said: Record<string, unknown>[] = [];
  closed = false;

  constructor(readonly url: string) {}

  send(text: string): void {
    this.said.push(JSON.parse(text));
  }

  close(): void {
    this.closed = true;
  }

  accept(): void {
    this.onopen?.(new Event("open"));
  }

  tell(...frames: LiveFrame[]): void {
    for (const frame of frames)
      this.onmessage?.(new MessageEvent("message", { data: JSON.stringify(frame) }));
  }

  break(code = 1006): void {
    this.onclose?.(new CloseEvent("close", { code }));
  }
}

/** Opens sockets and keeps them; `last` is the newest. */
export class TestServer {
  readonly sockets: TestSocket[] = [];

  readonly open = (url: string): TestSocket => {
    const socket = new TestSocket(url);
    this.sockets.push(socket);
    return socket;
  };

  get last(): TestSocket {
    const socket = this.sockets.at(-1);
    if (!socket) throw new Error("No socket was opened.");
    return socket;
  }
}
