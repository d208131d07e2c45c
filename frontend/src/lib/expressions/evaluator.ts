import type { EvaluateArgs } from "./evaluate";
import type { FromWorker, ToWorker } from "./protocol";
import type { Evaluation, Json } from "./types";

/** The part of a Worker that is used. */
export interface WorkerLike {
  postMessage: (message: ToWorker) => void;
  terminate: () => void;
  onmessage: ((event: MessageEvent<FromWorker>) => void) | null;
  onerror: ((event: ErrorEvent) => void) | null;
}

interface Ask {
  args: EvaluateArgs;
  settle: (evaluation: Evaluation) => void;
}

const LIMIT_MS = 100;
const MAX_CONTEXTS = 6;

/**
 * Evaluates in a worker, one expression after the other, each for at most `limit` milliseconds: a worker that takes
 * longer is ended, the answer is `timeout`, and the next one gets a new worker. A context is copied to the worker
 * once, however many expressions are read on it.
 */
export class Evaluator {
  private worker: WorkerLike | null = null;
  private known: Json[] = [];
  private readonly ids = new Map<Json, number>();
  private readonly queue: Ask[] = [];
  private current: Ask | null = null;
  private timer: ReturnType<typeof setTimeout> | undefined;
  private count = 0;

  constructor(
    private readonly start: () => WorkerLike,
    private readonly limit = LIMIT_MS,
  ) {}

  /** What the expression gives. Aborted asks that have not begun are dropped and never settle. */
  evaluate(args: EvaluateArgs, signal?: AbortSignal): Promise<Evaluation> {
    return new Promise((settle) => {
      const ask = { args, settle };
      signal?.addEventListener("abort", () => {
        const at = this.queue.indexOf(ask);
        if (at >= 0) this.queue.splice(at, 1);
      });
      this.queue.push(ask);
      this.next();
    });
  }

  private next(): void {
    if (this.current) return;
    const ask = this.queue.shift();
    if (!ask) return;
    this.current = ask;
    if (this.worker) this.send(ask);
    else this.begin();
  }

  private begin(): void {
    const worker = this.start();
    worker.onmessage = ({ data }) => this.hear(data);
    worker.onerror = () => this.fail({ outcome: "unsure" });
    this.worker = worker;
  }

  private hear(message: FromWorker): void {
    const ask = this.current;
    if (!ask) return;
    if ("ready" in message) this.send(ask);
    else if ("has" in message) this.ask(ask);
    else this.finish(message.evaluation);
  }

  /** The context first, if the worker has not got it; the clock starts when it has. */
  private send(ask: Ask): void {
    const { context } = ask.args;
    if (this.known.includes(context)) {
      this.ask(ask);
      return;
    }
    this.known = [...this.known, context];
    const [oldest] = this.known;
    if (this.known.length > MAX_CONTEXTS) {
      this.worker?.postMessage({ forget: this.idOf(oldest) });
      this.ids.delete(oldest);
      this.known = this.known.slice(1);
    }
    this.worker?.postMessage({ context: this.idOf(context), value: context });
  }

  private ask({ args: { kind, expression, context, local } }: Ask): void {
    this.timer = setTimeout(() => this.fail({ outcome: "timeout" }), this.limit);
    const ask = ++this.count;
    this.worker?.postMessage({ ask, context: this.idOf(context), kind, expression, ...(local && { local }) });
  }

  private idOf(context: Json): number {
    const id = this.ids.get(context) ?? ++this.count;
    this.ids.set(context, id);
    return id;
  }

  private finish(evaluation: Evaluation): void {
    clearTimeout(this.timer);
    const ask = this.current;
    this.current = null;
    ask?.settle(evaluation);
    this.next();
  }

  private fail(evaluation: Evaluation): void {
    this.worker?.terminate();
    this.worker = null;
    this.known = [];
    this.ids.clear();
    this.finish(evaluation);
  }
}

let shared: Evaluator | null = null;

/** The one evaluator of the page; its worker is loaded at the first use. */
export function sharedEvaluator(): Evaluator {
  shared ??= new Evaluator(() => new Worker(new URL("./worker.ts", import.meta.url), { type: "module" }));
  return shared;
}
