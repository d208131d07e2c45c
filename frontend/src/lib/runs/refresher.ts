/** Something that is done again when asked to, never twice at once. */
export interface Refresher {
  /** Do it soon. Asking while it waits or runs is one more time afterwards, however often. */
  ask: () => void;
  stop: () => void;
}

interface Pace {
  /** At least so long between the beginnings of two turns. */
  gapMs: number;
  /** After a failure it is done again by itself. */
  retryMs: number;
}

/** Gathers what is asked for into turns of `work`, at a pace that a busy run cannot drive. */
export function createRefresher(work: () => Promise<void>, { gapMs, retryMs }: Pace): Refresher {
  let timer: ReturnType<typeof setTimeout> | undefined;
  let running = false;
  let asked = false;
  let stopped = false;
  let lastStart = Number.NEGATIVE_INFINITY;

  function plan(wait: number): void {
    clearTimeout(timer);
    timer = setTimeout(turn, wait);
  }

  async function turn(): Promise<void> {
    running = true;
    asked = false;
    lastStart = Date.now();
    let failed = false;
    try {
      await work();
    } catch {
      failed = true; // the server is away: what it did meanwhile is read when it is back
    }
    running = false;
    if (stopped) return;
    if (failed) plan(retryMs);
    else if (asked) plan(pause());
  }

  const pause = () => Math.max(0, lastStart + gapMs - Date.now());

  return {
    ask: () => {
      if (stopped || asked) return;
      asked = true;
      if (!running) plan(pause());
    },
    stop: () => {
      stopped = true;
      clearTimeout(timer);
    },
  };
}
