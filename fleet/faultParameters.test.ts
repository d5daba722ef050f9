import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { faultParameter, type Parameter, setFault, watchParameters } from './faultParameters.ts';

const leak: Parameter = { name: faultParameter('payments'), value: 'memory-leak', since: 7 };

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

test('none is no fault, and a name is one', () => {
  expect(setFault({ ...leak, value: 'none' })).toEqual({ fault: undefined, since: 7 });
  expect(setFault(leak)).toEqual({ fault: 'memory-leak', since: 7 });
});

test('another value is refused with what would be right', () => {
  expect(() => setFault({ ...leak, value: 'memory leak' })).toThrow(
    '/forestall/fleet/payments/fault is "memory leak"; it must be none, memory-leak, cpu-burn',
  );
});

test('a bad version is deployed, not set', () => {
  expect(() => setFault({ ...leak, value: 'bad-version' })).toThrow('is "bad-version"; it must be none, memory-leak');
});

test('they are read at once and every ten seconds, and a failure ends nothing', async () => {
  const seen: Parameter[] = [];
  const warned: string[] = [];
  let calls = 0;
  const stop = watchParameters({
    names: [leak.name],
    read: async () => {
      calls += 1;
      if (calls === 2) throw new Error('throttled');
      return [leak];
    },
    seen: (parameter) => seen.push(parameter),
    warn: (message, { why }) => warned.push(`${message}: ${why}`),
  });
  await vi.advanceTimersByTimeAsync(0);
  expect(seen).toEqual([leak]);
  await vi.advanceTimersByTimeAsync(20_000);
  expect(seen).toHaveLength(2);
  expect(warned).toEqual(['the fault parameters were not read: throttled']);
  stop();
  await vi.advanceTimersByTimeAsync(60_000);
  expect(calls).toBe(3);
});

test('a value that cannot be read is warned of as well', async () => {
  const warned: unknown[] = [];
  const stop = watchParameters({
    names: [leak.name],
    read: async () => [{ ...leak, value: 'rain' }],
    seen: (parameter) => setFault(parameter),
    warn: (_message, { why }) => warned.push(why),
  });
  await vi.advanceTimersByTimeAsync(0);
  stop();
  expect(warned).toEqual([expect.stringContaining('"rain"; it must be none')]);
});
