import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { CliError } from '../errors.ts';
import { startStream } from '../testing/stream.ts';
import { follow } from './follow.ts';
import { session } from './session.ts';

let stream: Awaited<ReturnType<typeof startStream>>;
beforeEach(async () => {
  stream = await startStream();
});
afterEach(() => stream.stop());

/** Follows until it is stopped; keeps what it was told. */
function following(key = 'good') {
  const stop = new AbortController();
  const seen: string[] = [];
  const notes: string[] = [];
  let ready = 0;
  const done = follow({
    url: stream.url,
    key,
    signal: stop.signal,
    random: () => 0,
    onEvent: ({ event }) => seen.push(event),
    onNote: (text) => notes.push(text),
    onReady: () => {
      ready += 1;
    },
  });
  const ended = done.then(
    () => undefined,
    (error: unknown) => error,
  );
  return { seen, notes, ended, ready: () => ready, stop: () => stop.abort() };
}
const soon = (check: () => void) => vi.waitFor(check, { timeout: 5_000, interval: 10 });

test('events come as they happen, what was before the start does not, and stopping ends it cleanly', async () => {
  stream.publish('before');
  const it = following();
  await soon(() => expect(it.ready()).toBe(1));
  stream.publish('one');
  stream.publish('two');
  await soon(() => expect(it.seen).toEqual(['one', 'two']));
  it.stop();
  expect(await it.ended).toBeUndefined();
  await soon(() => expect(stream.connections()).toBe(0));
});

test('after a lost connection it comes back, shows what it missed once, and says so', async () => {
  const it = following();
  await soon(() => expect(it.ready()).toBe(1));
  stream.publish('one');
  await soon(() => expect(it.seen).toEqual(['one']));
  stream.cut();
  stream.publish('two');
  stream.publish('three');
  await soon(() => expect(it.seen).toEqual(['one', 'two', 'three']));
  expect(it.notes).toEqual([
    'the connection was lost (closed with 1006): coming back',
    'connected again: 2 events came meanwhile',
  ]);
  expect(it.ready()).toBe(1);
  it.stop();
  await it.ended;
});

test('an event that was lost on the way is asked for as soon as the next one shows it', async () => {
  const it = following();
  await soon(() => expect(it.ready()).toBe(1));
  stream.publish('one', true);
  stream.publish('two');
  await soon(() => expect(it.seen).toEqual(['one', 'two']));
  it.stop();
  await it.ended;
});

test('an installation that was begun anew is followed from its first event', async () => {
  for (const name of ['a', 'b', 'c']) stream.publish(name);
  const it = following();
  await soon(() => expect(it.ready()).toBe(1));
  stream.forget();
  stream.cut();
  stream.publish('first');
  await soon(() => expect(it.seen).toEqual(['first']));
  expect(it.notes.join('; ')).toContain('begun anew');
  it.stop();
  await it.ended;
});

test('what the stream complains about, and what it no longer keeps, is passed on', async () => {
  const it = following();
  await soon(() => expect(it.ready()).toBe(1));
  stream.post({ event: 'error', problem: { detail: 'speak clearly' } });
  stream.post({ event: 'replay.gap', from: 9 });
  stream.post(['no', 'event']);
  await soon(() => expect(it.notes).toHaveLength(3));
  expect(it.notes).toEqual([
    'the stream says: speak clearly',
    'what came before event 9 is not kept any more: it is missing here',
    'a message was not understood: ["no","event"]',
  ]);
  it.stop();
  await it.ended;
});

test('a key that is refused ends it at once, also when it was good before', async () => {
  expect(await following('bad').ended).toBeInstanceOf(CliError);
  const it = following();
  await soon(() => expect(it.ready()).toBe(1));
  stream.refuse(401);
  stream.cut();
  expect(await it.ended).toMatchObject({ message: 'The stream does not accept this key (the server answered 401).' });
});

test('a stream that was never there is given up after a few tries', async () => {
  stream.refuse(502);
  const it = following();
  expect(await it.ended).toMatchObject({ message: 'The stream cannot be reached: the server answered 502.' });
  expect(it.notes).toEqual(['no connection yet (the server answered 502): trying again']);
});

const silent = { onSubscribed: () => {}, onEvent: () => {}, onGap: () => {}, onNote: () => {} };

test('it pings, so that a quiet connection is not closed for being idle', async () => {
  const stop = new AbortController();
  const done = session({
    ...silent,
    url: stream.url,
    key: 'good',
    after: undefined,
    signal: stop.signal,
    pingEveryMs: 20,
    patienceMs: 2_000,
  });
  await soon(() => expect(stream.heard.filter(({ action }) => action === 'ping').length).toBeGreaterThan(2));
  stop.abort();
  expect(await done).toMatchObject({ reason: 'stopped', refused: false });
});

test('a server that does not greet is left', async () => {
  stream.beMute();
  const ending = await session({
    ...silent,
    url: stream.url,
    key: 'good',
    after: 7,
    signal: new AbortController().signal,
    patienceMs: 50,
  });
  expect(ending).toEqual({ reason: 'no greeting within 0.05 s', refused: false, last: 7 });
});
