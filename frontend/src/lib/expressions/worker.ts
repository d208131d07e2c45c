import { evaluateIn } from "./evaluate";
import type { FromWorker, ToWorker } from "./protocol";
import { type Scope, scopeOf } from "./scope";

/** What hears the messages of a page and answers through `say`: one memory of contexts for each caller. */
export function serve(say: (message: FromWorker) => void): (message: ToWorker) => void {
  const scopes = new Map<number, Scope>();
  say({ ready: true });
  return (data) => {
    if ("value" in data) {
      scopes.set(data.context, scopeOf(data.value));
      say({ has: data.context });
    } else if ("forget" in data) {
      scopes.delete(data.forget);
    } else {
      const { kind, expression, local } = data;
      const scope = scopes.get(data.context) ?? scopeOf({});
      say({ answer: data.ask, evaluation: evaluateIn({ kind, expression, scope, ...(local && { local }) }) });
    }
  };
}

// In a worker there is no document; in a test this file is only imported.
if (typeof document === "undefined" && typeof self !== "undefined") {
  const hear = serve((message) => self.postMessage(message));
  self.onmessage = ({ data }: MessageEvent<ToWorker>) => hear(data);
}
