import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { evaluateIn } from "./evaluate";
import { Evaluator, type WorkerLike } from "./evaluator";
import type { FromWorker, ToWorker } from "./protocol";
import { type Scope, scopeOf } from "./scope";

/** A worker on this thread: it answers in the next turn, or never for the expression "$.forever". */
class ThreadWorker implements WorkerLike {
  onmessage: WorkerLike["onmessage"] = null;
  onerror: WorkerLike["onerror"] = null;
  readonly heard: ToWorker[] = [];
  ended = false;
  private readonly scopes = new Map<number, Scope>();

  constructor() {
    this.say({ ready: true });
  }

  postMessage(message: ToWorker): void {
    this.heard.push(message);
    if ("value" in message) {
      this.scopes.set(message.context, scopeOf(message.value));
      this.say({ has: message.context });
    } else if ("forget" in message) this.scopes.delete(message.forget);
    else if (message.expression !== "$.forever") {
      const { kind, expression } = message;
      const scope = this.scopes.get(message.context) ?? scopeOf({});
      this.say({ answer: message.ask, evaluation: evaluateIn({ kind, expression, scope }) });
    }
  }

  terminate(): void {
    this.ended = true;
  }

  private say(data: FromWorker): void {
    setTimeout(() => !this.ended && this.onmessage?.(new MessageEvent("message", { data })), 0);
  }
}

describe("the evaluator", () => {
  const workers: ThreadWorker[] = [];
  const make = () =>
    new Evaluator(() => {
      const worker = new ThreadWorker();
      workers.push(worker);
      return worker;
    });

  beforeEach(() => {
    workers.length = 0;
    vi.useFakeTimers();
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  it("answers every ask with its own result, in one worker", async () => {
    const evaluator = make();
    const context = { a: 1, b: 2 };
    const asked = ["$.a", "$.b"].map((expression) =>
      evaluator.evaluate({ kind: "path", expression, context }),
    );
    await vi.runAllTimersAsync();
    expect(await Promise.all(asked)).toEqual([
      { outcome: "value", value: 1 },
      { outcome: "value", value: 2 },
    ]);
    expect(workers).toHaveLength(1);
  });

  it("sends a context to the worker once, however often it is read", async () => {
    const evaluator = make();
    const context = { a: 1 };
    for (let count = 0; count < 3; count++)
      void evaluator.evaluate({ kind: "path", expression: "$.a", context });
    await vi.runAllTimersAsync();
    expect(workers[0]?.heard.filter((message) => "value" in message)).toHaveLength(1);
  });

  it("ends a worker that takes longer than 100 ms, answers timeout, and goes on with a new one", async () => {
    const evaluator = make();
    const context = { a: 1 };
    const slow = evaluator.evaluate({ kind: "path", expression: "$.forever", context });
    const quick = evaluator.evaluate({ kind: "path", expression: "$.a", context });
    await vi.advanceTimersByTimeAsync(99);
    expect(workers[0]?.ended).toBe(false);
    await vi.runAllTimersAsync();
    expect(await slow).toEqual({ outcome: "timeout" });
    expect(await quick).toEqual({ outcome: "value", value: 1 });
    expect(workers.map((worker) => worker.ended)).toEqual([true, false]);
  });

  it("lets the worker forget the oldest of more than six contexts", async () => {
    const evaluator = make();
    for (let n = 0; n < 8; n++) void evaluator.evaluate({ kind: "path", expression: "$.n", context: { n } });
    await vi.runAllTimersAsync();
    expect(workers[0]?.heard.filter((message) => "forget" in message)).toHaveLength(2);
  });

  it("drops an ask that is aborted before its turn", async () => {
    const evaluator = make();
    const abort = new AbortController();
    const context = { a: 1 };
    void evaluator.evaluate({ kind: "path", expression: "$.a", context });
    void evaluator.evaluate({ kind: "path", expression: "$.dropped", context }, abort.signal);
    abort.abort();
    await vi.runAllTimersAsync();
    const asked = workers[0]?.heard.flatMap((message) => ("ask" in message ? [message.expression] : []));
    expect(asked).toEqual(["$.a"]);
  });
});
