import type { Gate } from './memory.fixture.ts';

export type Random = () => number;

/** What may happen to a worker at each of its calls: as likely as it is written, otherwise the call is made. */
export interface Mishaps {
  /** the worker is gone: nothing after this call happens */
  crash: number;
  /** the call fails, before it was done or after */
  fail: number;
}

interface Waiting {
  worker: number;
  go(): void;
  fail(): void;
}

/**
 * Runs workers side by side, one step of one of them at a time, in an order and with mishaps that the seed decides.
 * A step is a call of a port, or its answer, so a worker may die or be overtaken between the two.
 */
export async function interleaved(
  workers: readonly ((gate: Gate) => Promise<unknown>)[],
  random: Random,
  { crash, fail }: Mishaps,
  between: () => void = () => {},
): Promise<void> {
  let waiting: Waiting[] = [];
  const gone = new Set<number>();
  let running = workers.length;
  for (const [worker, work] of workers.entries()) {
    const gate: Gate = (call) =>
      new Promise((go, reject) => {
        if (!gone.has(worker)) waiting.push({ worker, go, fail: () => reject(new Error(`${call} failed`)) });
      });
    work(gate).then(
      () => running--,
      () => running--, // a worker that fails is tried again by what woke it, in a later round
    );
  }
  while (running > gone.size) {
    await new Promise((resolve) => setImmediate(resolve));
    const next = waiting[Math.floor(random() * waiting.length)];
    if (!next) continue;
    waiting = waiting.filter((one) => one !== next);
    between();
    const chance = random();
    if (chance < crash) {
      gone.add(next.worker);
      waiting = waiting.filter(({ worker }) => worker !== next.worker);
    } else if (chance < crash + fail) next.fail();
    else next.go();
  }
}
