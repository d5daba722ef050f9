import { afterEach, expect, test, vi } from 'vitest';
import { type FlagsHeard, readFlags } from './flags.ts';
import { watchFlags } from './watch.ts';

let unwatch: () => void = () => undefined;
afterEach(() => unwatch());

/** AppConfig's data plane as AWS has it: a token is good for one call, a session may not ask too early, and what it has
 *  already is not sent again. Its clock is the number of turns. */
function dataPlane() {
  const state = { text: '{}', begun: 0, asked: 0, fails: false, early: 0 };
  const sessions = new Map<string, { has: string; askedAt: number }>();
  let made = 0;
  const token = (session: { has: string; askedAt: number }) => {
    made += 1;
    sessions.set(`token ${made}`, session);
    return `token ${made}`;
  };
  return {
    state,
    source: {
      async begin() {
        if (state.fails) throw new Error('no such application');
        state.begun += 1;
        return token({ has: 'nothing', askedAt: Number.NEGATIVE_INFINITY });
      },
      async ask(spent: string) {
        state.asked += 1;
        if (state.fails) throw new Error('no answer');
        const session = sessions.get(spent);
        sessions.delete(spent);
        if (!session) throw new Error('the token was used already');
        if (state.asked - session.askedAt < 3) state.early += 1;
        const text = session.has === state.text ? '' : state.text;
        return { text, next: token({ has: state.text, askedAt: state.asked }) };
      },
    },
  };
}

function watching(plane: ReturnType<typeof dataPlane>) {
  const seen: FlagsHeard[] = [];
  const warned: string[] = [];
  unwatch = watchFlags({
    source: plane.source,
    seen: (flags) => seen.push(flags),
    warn: (_message, { why }) => warned.push(String(why)),
    turnMs: 1,
  });
  const turns = (count: number) => vi.waitUntil(() => plane.state.asked >= count, { timeout: 5_000, interval: 1 });
  return { seen, warned, turns };
}

test('three sessions take turns, and a change is told once', async () => {
  const plane = dataPlane();
  const { seen, turns } = watching(plane);
  await turns(9);
  expect(plane.state).toMatchObject({ begun: 3, early: 0 });
  plane.state.text = '{"breaker_payments":{"enabled":true}}';
  await turns(plane.state.asked + 9);
  expect(seen).toEqual([{}, { breaker_payments: { enabled: true } }]);
  expect(plane.state).toMatchObject({ begun: 3, early: 0 });
});

test('what fails is said once, what was heard holds, and it goes on when it can', async () => {
  const plane = dataPlane();
  plane.state.text = '{"rate_limit":{"enabled":true,"requests_per_second":2}}';
  const { seen, warned, turns } = watching(plane);
  await turns(3);
  plane.state.fails = true;
  await turns(plane.state.asked + 3).catch(() => undefined);
  await vi.waitUntil(() => warned.length > 0, { timeout: 5_000 });
  plane.state.fails = false;
  plane.state.text = '{"rate_limit":{"enabled":false}}';
  await vi.waitUntil(() => seen.length === 2, { timeout: 5_000 });
  expect(seen.at(-1)).toEqual({ rate_limit: { enabled: false } });
  expect(warned).toHaveLength(1);
});

test('what is no document of flags is refused', () => {
  expect(() => readFlags('[1]')).toThrow('the flag 0 does not say');
  expect(() => readFlags('"on"')).toThrow('no object');
  expect(() => readFlags('{"a":{"enabled":"yes"}}')).toThrow('the flag a');
  expect(readFlags('')).toEqual({});
});
