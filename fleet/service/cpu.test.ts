import { expect, test } from 'vitest';
import { type CpuMeter, CpuQuota } from './cpu.ts';

/** A processor whose time passes only by working and waiting. */
function simulated() {
  const state = { now: 0, used: 0 };
  let waiting: { at: number; wake: () => void }[] = [];
  const meter: CpuMeter = {
    now: () => state.now,
    used: () => state.used,
    work: (ms) => {
      state.now += ms;
      state.used += ms;
    },
    wait: (ms) =>
      new Promise<void>((wake) => {
        waiting.push({ at: state.now + ms, wake });
        // All wait for the same next period: time moves on when somebody does.
        setImmediate(() => {
          if (waiting.length === 0) return;
          const next = Math.min(...waiting.map(({ at }) => at));
          state.now = Math.max(state.now, next);
          const due = waiting.filter(({ at }) => at <= state.now);
          waiting = waiting.filter(({ at }) => at > state.now);
          for (const each of due) each.wake();
        });
      }),
  };
  return { state, meter };
}

test('a small request runs at once', async () => {
  const { state, meter } = simulated();
  await new CpuQuota(0.25, meter).spend(5);
  expect(state).toEqual({ now: 5, used: 5 });
});

test('much work takes as long as the declared share makes it', async () => {
  const { state, meter } = simulated();
  await new CpuQuota(0.25, meter).spend(250);
  expect(state.used).toBe(250);
  expect(state.now).toBeGreaterThanOrEqual(900);
  expect(state.now).toBeLessThanOrEqual(1_000);
});

test('many requests at once never get more than the share between them', async () => {
  const { state, meter } = simulated();
  const quota = new CpuQuota(0.25, meter);
  await Promise.all(Array.from({ length: 10 }, () => quota.spend(50)));
  expect(state.used).toBe(500);
  expect(state.used / state.now).toBeLessThanOrEqual(0.28);
});

test('idle time is not saved up', async () => {
  const { state, meter } = simulated();
  const quota = new CpuQuota(0.25, meter);
  state.now = 60_000;
  await quota.spend(100);
  expect(state.now - 60_000).toBeGreaterThanOrEqual(300);
});

test('what the process used besides is taken off', async () => {
  const { state, meter } = simulated();
  const quota = new CpuQuota(0.25, meter);
  state.used += 100;
  await quota.spend(1);
  expect(state.now).toBeGreaterThanOrEqual(300);
});

test('work nobody waits for any more is not done', async () => {
  const { state, meter } = simulated();
  const gone = AbortSignal.abort(new Error('the caller hung up'));
  await expect(new CpuQuota(0.25, meter).spend(50, gone)).rejects.toThrow('hung up');
  expect(state.used).toBe(0);
});

test('however many requests wait, the event loop comes round after each slice', async () => {
  const { state, meter } = simulated();
  const quota = new CpuQuota(1, meter);
  const waiting = Array.from({ length: 50 }, () => quota.spend(2));
  const turns: number[] = [];
  const turn = () => {
    turns.push(state.used);
    if (state.used < 100) setImmediate(turn);
  };
  setImmediate(turn);
  await Promise.all(waiting);
  const most = Math.max(...turns.slice(1).map((used, index) => used - (turns[index] ?? 0)));
  expect(most).toBeLessThanOrEqual(1);
});

test('requests take turns: a small one does not wait until a large one is done', async () => {
  const { state, meter } = simulated();
  const quota = new CpuQuota(1, meter);
  let large = false;
  const first = quota.spend(80).then(() => {
    large = true;
  });
  await quota.spend(2);
  expect(large).toBe(false);
  expect(state.used).toBeLessThanOrEqual(5);
  await first;
});
