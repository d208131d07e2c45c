import { evaluateIn } from "./evaluate";
import type { FromWorker, ToWorker } from "./protocol";
import { type Scope, scopeOf } from "./scope";

const scopes = new Map<number, Scope>();
const say = (message: FromWorker) => self.postMessage(message);

self.onmessage = ({ data }: MessageEvent<ToWorker>) => {
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
say({ ready: true });
