import type { MetricDatum } from '@aws-sdk/client-cloudwatch';
import { expect, test } from 'vitest';
import { Publisher } from './publisher.ts';

/** A clock that only moves when told; promises settle between its steps. */
class FakeClock {
  ms: number;
  #timers: { at: number; then: () => void }[] = [];

  constructor(ms: number) {
    this.ms = ms;
  }

  after = (ms: number, then: () => void) => {
    const timer = { at: this.ms + Math.max(0, ms), then };
    this.#timers.push(timer);
    return {
      cancel: () => {
        this.#timers = this.#timers.filter((other) => other !== timer);
      },
    };
  };

  async advance(seconds: number): Promise<void> {
    const until = this.ms + seconds * 1000;
    for (;;) {
      const next = this.#timers.filter(({ at }) => at <= until).sort((a, b) => a.at - b.at)[0];
      if (!next) break;
      this.ms = next.at;
      this.#timers = this.#timers.filter((other) => other !== next);
      next.then();
      for (let turn = 0; turn < 5; turn += 1) await Promise.resolve();
    }
    this.ms = until;
  }
}

function setUp(put: (data: MetricDatum[], second: number) => Promise<void>, lag = 0) {
  const clock = new FakeClock(1_000_003_500);
  const sent: { at: number; second: number }[] = [];
  const warnings: string[] = [];
  const publisher = new Publisher(
    {
      put: async (data) => {
        const second = clock.ms / 1000;
        await put(data, second);
        sent.push({ at: (data[0]?.Timestamp?.getTime() ?? 0) / 1000, second });
      },
      collect: (at) => [{ MetricName: 'cpu_usage', Timestamp: new Date(at * 1000) }],
      warn: (message) => warnings.push(message),
      random: () => 0.5,
      now: () => clock.ms,
      after: clock.after,
    },
    lag,
  );
  publisher.start();
  return { clock, sent, warnings, publisher };
}

test('each whole window is published once, at its end, on absolute boundaries', async () => {
  const { clock, sent } = setUp(async () => undefined);
  await clock.advance(30);
  expect(sent).toEqual([
    { at: 1_000_010, second: 1_000_020 },
    { at: 1_000_020, second: 1_000_030 },
  ]);
});

test('a lag delays the publishing, not the timestamp, and can be changed under way', async () => {
  const { clock, sent, publisher } = setUp(async () => undefined, 30);
  await clock.advance(50);
  expect(sent).toEqual([{ at: 1_000_010, second: 1_000_050 }]);
  publisher.lagSeconds = 0;
  await clock.advance(10);
  expect(sent.map(({ at }) => at).sort()).toEqual([1_000_010, 1_000_020, 1_000_050]);
});

test('a failed call is tried three times, and the next window does not wait for it', async () => {
  let calls = 0;
  const { clock, sent, warnings } = setUp(async (data) => {
    if (data[0]?.Timestamp?.getTime() !== 1_000_010_000) return;
    calls += 1;
    throw new Error('throttled');
  });
  await clock.advance(60);
  expect(calls).toBe(3);
  expect(warnings).toHaveLength(3);
  expect(sent.map(({ at }) => at)).toEqual([1_000_020, 1_000_030, 1_000_040, 1_000_050]);
});

test('a call that succeeds at the second try is published once', async () => {
  let failed = false;
  const { clock, sent } = setUp(async () => {
    if (failed) return;
    failed = true;
    throw new Error('throttled');
  });
  await clock.advance(19);
  expect(sent).toHaveLength(1);
  expect(sent[0]?.at).toBe(1_000_010);
});

test('once stopped, nothing more is published', async () => {
  const { clock, sent, publisher } = setUp(async () => undefined, 5);
  await clock.advance(17);
  publisher.stop();
  await clock.advance(60);
  expect(sent).toEqual([]);
});
