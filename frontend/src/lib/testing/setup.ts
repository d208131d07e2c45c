import type { FromWorker, ToWorker } from "../expressions/protocol";
import "../i18n";

// Addresses of the server are made from that of the page; where there is no page, there is one to think of.
if (typeof location === "undefined")
  Object.defineProperty(globalThis, "location", { value: new URL("http://localhost:3000/") });

/** jsdom has no workers: messages go to the worker's own code and back, in turns of the event loop. */
class WorkerInPlace extends EventTarget implements Worker {
  onmessage: ((this: Worker, event: MessageEvent) => unknown) | null = null;
  onmessageerror: ((this: Worker, event: MessageEvent) => unknown) | null = null;
  onerror: ((this: AbstractWorker, event: ErrorEvent) => unknown) | null = null;
  private readonly hear: Promise<(message: ToWorker) => void>;
  private ended = false;

  constructor() {
    super();
    this.hear = import("../expressions/worker").then(({ serve }) => serve((message) => this.say(message)));
  }

  postMessage(message: ToWorker): void {
    void this.hear.then((hear) => this.ended || hear(message));
  }

  terminate(): void {
    this.ended = true;
  }

  private say(data: FromWorker): void {
    if (!this.ended) this.onmessage?.(new MessageEvent("message", { data }));
  }
}

if (typeof Worker === "undefined") globalThis.Worker = WorkerInPlace;
