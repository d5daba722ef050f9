import { expect, test } from 'vitest';
import { Fault } from '#fleet/faults.ts';
import { SERVICE_NAMES } from '#fleet/services.ts';
import { allRounds, nextRound } from './rounds.ts';

test('over three rounds each fault meets each service, and neighbours differ in theirs', () => {
  const rounds = allRounds(Fault.options, 3);
  expect(rounds).toHaveLength(Fault.options.length * 3);
  for (const fault of Fault.options) {
    const met = rounds.filter((round) => round.fault === fault).map(({ service }) => service);
    expect(new Set(met)).toEqual(new Set(SERVICE_NAMES));
  }
  const ofOne = rounds.filter(({ number }) => number === 1);
  expect(ofOne.every(({ service }, index) => service !== ofOne[index + 1]?.service)).toBe(true);
});

const [first, second, third] = allRounds(['memory-leak', 'latency', 'errors'], 1);

test('the next round is the first whose target is free', () => {
  const rounds = [first, second, third].flatMap((round) => round ?? []);
  const next = nextRound(rounds, 1_000, (service) =>
    service === first?.service ? { at: 1_200, why: 'it cools down' } : { at: 0, why: 'it is free' },
  );
  expect(next).toEqual({ round: second, wait: 0, why: 'it is free' });
});

test('where none is free it is the one that is soonest, and says how long and why', () => {
  const rounds = [first, second, third].flatMap((round) => round ?? []);
  const at = { orders: 1_300, users: 1_250, payments: 1_060 };
  expect(nextRound(rounds, 1_000, (service) => ({ at: at[service], why: `${service} cools down` }))).toEqual({
    round: rounds.find(({ service }) => service === 'payments'),
    wait: 60,
    why: 'payments cools down',
  });
  expect(nextRound([], 1_000, () => ({ at: 0, why: '' }))).toBeUndefined();
});
