import { describe, expect, test } from 'vitest';
import { Configuration } from '#domain/configuration/configuration.ts';
import type { Action } from '#domain/remediation/action.ts';
import { toInstant } from '#domain/time.ts';
import type { Fault } from '#fleet/faults.ts';
import { action, anomaly, held } from './fixtures.ts';
import type { FleetState, Platform } from './platform.ts';
import { runBench } from './run.ts';

const { guards } = Configuration.parse({});
const START = 1_790_000_000;

/** A platform whose loop closes on a clock of its own: a fault is seen after 20 s, repaired after 25 and calm after 90. */
function simulated({ helps = true, holds = false }: { helps?: boolean; holds?: boolean } = {}) {
  let now = START;
  const set: { service: string; fault: Fault; at: number; healed: number | null }[] = [];
  const calls: string[] = [];
  const said: string[] = [];
  const current = () => set.find(({ healed }) => healed === null);
  const at = (fault: { at: number }, seconds: number) => toInstant(fault.at + seconds);
  const actions = (): Action[] =>
    set
      .filter((fault) => now >= fault.at + 25)
      .map((fault, index) => {
        const base = { id: `action_${index}`, service: fault.service, created_at: at(fault, 21) };
        if (holds) return held('budget', base);
        const began = { ...base, started_at: at(fault, 22), acted_at: at(fault, 25) };
        const cause = {
          kind: 'anomaly' as const,
          id: `anomaly_${index}`,
          metric: 'memory_usage',
          direction: 'up' as const,
        };
        const over = now >= fault.at + 70 && helps;
        return action({ ...began, cause, ...(over ? { verdict: 'helped', ended_at: at(fault, 70) } : {}) });
      });
  const platform: Platform = {
    anomalies: async () =>
      set
        .filter((fault) => now >= fault.at + 20)
        .map((fault, index) =>
          anomaly({
            id: `anomaly_${index}`,
            service: fault.service,
            detected_at: at(fault, 20),
            status: now >= fault.at + 90 ? 'resolved' : 'open',
          }),
        ),
    actions: async () => actions(),
    unrest: async () => (set.some((fault) => now < fault.at + 90) ? 'an echo' : undefined),
    fleet: async (): Promise<FleetState> => ({
      steady: true,
      services: ['orders', 'users', 'payments'].map((name) => ({ name, desired: 2 })),
      faults: set.filter((fault) => fault.healed === null && now < fault.at + 40),
      metrics: { lag_seconds: 5 },
    }),
    break: async (service, fault) => {
      set.push({ service, fault, at: now, healed: null });
      return now;
    },
    heal: async () => {
      const fault = current();
      if (fault) fault.healed = now;
    },
    publishLate: async (seconds) => void calls.push(`lag ${seconds}`),
    resize: async (service, desired) => void calls.push(`${service} ${desired}`),
    leave: async () => {},
  };
  const time = {
    now: () => now,
    wait: async (seconds: number) => {
      now += seconds;
    },
  };
  const run = (faults: readonly Fault[], rounds = 1, quietSeconds = 0) =>
    runBench({
      platform,
      guards,
      options: { rounds, faults, quietSeconds },
      lagSeconds: 30,
      time,
      say: (text) => void said.push(text),
    });
  return { run, calls, said, set, elapsed: () => now - START };
}

describe('a run', () => {
  test('measures each round, heals after it, gives tasks back and leaves the lag as it was', async () => {
    const { run, calls, set } = simulated();
    const { rounds, lag_seconds, quiet } = await run(['memory-leak', 'errors']);
    expect(rounds.map(({ fault, outcome, healthy }) => [fault, outcome, healthy?.seconds])).toEqual([
      ['memory-leak', 'repaired', 70],
      ['errors', 'repaired', 70],
    ]);
    expect([lag_seconds, quiet]).toEqual([30, null]);
    expect(set.every(({ healed }) => healed !== null)).toBe(true);
    expect(calls.filter((call) => call.startsWith('lag'))).toEqual(['lag 30', 'lag 5']);
    expect(calls).toContain('payments 2');
  });

  test('waits for a cooldown before a round and says so, so that no guard holds it', async () => {
    const { run, said, set } = simulated();
    const { rounds } = await run(['memory-leak', 'errors', 'latency', 'connection-leak']);
    expect(rounds.map(({ outcome }) => outcome)).toEqual(['repaired', 'repaired', 'repaired', 'repaired']);
    const onOrders = set.filter(({ service }) => service === 'orders');
    expect((onOrders[1]?.at ?? 0) - (onOrders[0]?.at ?? 0)).toBeGreaterThanOrEqual(300);
    expect(said.join('\n')).toMatch(/waits .*: orders cools down/);
  });

  test('ends a round that a guard holds without waiting for its end, as failed', async () => {
    const { run, elapsed } = simulated({ holds: true });
    const { rounds } = await run(['memory-leak']);
    expect(rounds.map(({ outcome, why }) => [outcome, why])).toEqual([['held', 'budget says no']]);
    expect(elapsed()).toBeLessThan(100);
  });

  test('gives a round up after six minutes', async () => {
    const { run, elapsed } = simulated({ helps: false });
    const { rounds } = await run(['memory-leak']);
    expect(rounds.map(({ outcome }) => outcome)).toEqual(['not repaired']);
    expect(elapsed()).toBeGreaterThan(360);
    expect(elapsed()).toBeLessThan(400);
  });

  test('counts nothing in a quiet time in which nothing is wrong', async () => {
    const { run, said } = simulated();
    const { quiet } = await run([], 1, 600);
    expect(quiet).toEqual({ seconds: 600, warn: 0, page: 0, episodes: [], actions: [] });
    expect(said.at(-1)).toBe('10 min with nothing broken: false pages: 0, false warnings: 0, actions: 0');
  });
});
