import { parseArgs } from 'node:util';
import type { Policy } from '#domain/policy/policy.ts';
import { report } from '#local/report.ts';
import type { ActionType } from '#usecases/actionType.ts';
import { runBacktest } from '#usecases/backtest/runBacktest.ts';
import { harmless as harmlessType } from '#usecases/harmless.fixture.ts';
import { type MadePast, madePast } from './backtest/past.ts';
import { COMMON, FORECAST, GLOBAL, policiesOf } from './backtest/policies.ts';
import { markdownTable } from './table.ts';

const say = (text: string): void => console.error(`${new Date().toISOString().slice(11, 19)} ${text}`);

/** How long a backtest takes and what it finds, over made services. It asserts no speed. */
async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      seed: { type: 'string', default: '1' },
      services: { type: 'string', default: '50' },
      days: { type: 'string', default: '30' },
      forecast: { type: 'boolean', default: false },
    },
  });
  const [seed, services, days] = [Number(values.seed), Number(values.services), Number(values.days)];
  if (![seed, services, days].every(Number.isInteger))
    throw new Error('--seed, --services and --days are whole numbers');
  say(`making ${days} days of ${services} services`);
  const past = madePast({ services, days, seed });
  say(`${past.points.toLocaleString('en')} points, ${past.episodes} episodes`);
  const sets: [string, Policy[]][] = [
    ['one policy', policiesOf(COMMON).slice(0, 1)],
    ['five policies and a global one', [...policiesOf(COMMON), ...policiesOf(GLOBAL)]],
    ...(values.forecast ? [['a forecast of one series', policiesOf(FORECAST)] as [string, Policy[]]] : []),
  ];
  const rows: string[][] = [];
  for (const [name, policies] of sets) {
    say(name);
    rows.push(...(await measured(name, policies, past)));
  }
  console.log(
    markdownTable(['policy', 'fired', 'true', 'false', 'undecided', 'missed', 'held', 'min saved', 's'], rows),
  );
}

async function measured(name: string, policies: Policy[], { ports, since, until }: MadePast): Promise<string[][]> {
  const began = process.cpuUsage();
  const found = await runBacktest(
    { policies, since, until, kept: false },
    { ...ports, types: harmless(policies), backtests: { put: async () => {} } },
  );
  const { user, system } = process.cpuUsage(began);
  const { rounds, series, points, forecasts, seconds } = found.measured;
  say(
    `${seconds.toFixed(1)} s (${((user + system) / 1e6).toFixed(1)} s of processor): ${rounds} rounds, ${series} series, ${points.toLocaleString('en')} points, ${forecasts} forecasts`,
  );
  const each = found.policies.map((one) => [
    one.name,
    ...[one.fired, one.true_positives, one.false_positives, one.undecided, one.false_negatives].map(String),
    Object.entries(one.held)
      .map(([guard, count]) => `${guard} ${count}`)
      .join(', ') || '–',
    one.minutes_saved.toFixed(0),
    '',
  ]);
  return [[name, '', '', '', '', '', '', '', seconds.toFixed(1)], ...each];
}

/** The types that the policies name: what an action does is no part of a replay. */
function harmless(policies: readonly Policy[]): ReadonlyMap<string, ActionType> {
  const names = new Set(policies.flatMap(({ ladder }) => ladder.map(({ type }) => type)));
  return new Map([...names].map((name) => [name, harmlessType(name)]));
}

try {
  await main();
} catch (error) {
  process.exitCode = 1;
  report(error);
}
