import { Reader, Writer } from '../../shard/bytes.ts';
import { writeCounts, writeFloats } from '../../shard/numbers.ts';
import type { Held, Notices } from './notices.ts';
import type { Past } from './past.ts';
import type { Profile } from './profile.ts';
import { Rarity } from './rarity.ts';
import { packed, plain, type Reading } from './reading.ts';
import type { Recent } from './recent.ts';
import type { Tail } from './tail.ts';
import { writeAlike, writeNear, writeSparse, writeTable } from './writing.ts';

// What is kept of a series' past between two batches. Values are of the precision that they have in the model and every
// number comes back as it was, so that a stored model goes on exactly as one that was never stored.

/** Rises when the model, one of its sizes or its layout changes. What is not understood is begun anew. */
const VERSION = 2;
const READINGS = new Map<number, Reading>([
  [1, plain],
  [VERSION, packed],
]);

export function encodeRarity(model: Rarity): Uint8Array {
  const to = new Writer(2_048);
  to.u8(VERSION);
  for (const value of [model.first, model.at, model.count, model.today + 1, model.untaught]) to.whole(value);
  to.f64(model.beyond);
  writeSparse(to, model.errors);
  writePast(to, model.past);
  writeProfile(to, model.day);
  writeProfile(to, model.week);
  writeRecent(to, model.recent);
  to.whole(model.hours.count);
  writeTable(to, model.hours.counts, model.hours.classes);
  writeFloats(to, model.hours.surprises);
  for (const tail of model.tails) writeTail(to, tail);
  const { repeats, restless } = model;
  to.f64(repeats.last);
  for (const value of [repeats.run, repeats.longest, repeats.repeats, repeats.count]) to.whole(value);
  for (const value of [restless.weight, restless.sum, restless.largest]) to.f64(value);
  for (const value of [restless.block + 1, restless.points]) to.whole(value);
  writeNotices(to, model.notices, model.at);
  const { since, least, most } = model.excursion;
  to.whole(since);
  for (const value of [least, most]) to.f32(value);
  return to.done();
}

export function readRarity(bytes: Uint8Array): Rarity {
  const model = new Rarity();
  const from = new Reader(bytes);
  const reading = READINGS.get(from.u8());
  if (reading === undefined) return model;
  [model.first, model.at, model.count] = [from.whole(), from.whole(), from.whole()];
  [model.today, model.untaught] = [from.whole() - 1, from.whole()];
  model.beyond = from.f64();
  reading.sparse(from, model.errors);
  readPast(from, model.past, reading);
  readProfile(from, model.day, reading);
  readProfile(from, model.week, reading);
  readRecent(from, model.recent, reading);
  model.hours.count = from.whole();
  reading.table(from, model.hours.counts, model.hours.classes);
  reading.floats(from, model.hours.surprises);
  for (const tail of model.tails) readTail(from, tail, reading);
  const { repeats, restless } = model;
  repeats.last = from.f64();
  [repeats.run, repeats.longest, repeats.repeats, repeats.count] = [
    from.whole(),
    from.whole(),
    from.whole(),
    from.whole(),
  ];
  [restless.weight, restless.sum, restless.largest] = [from.f64(), from.f64(), from.f64()];
  [restless.block, restless.points] = [from.whole() - 1, from.whole()];
  readNotices(from, model, reading);
  model.excursion.since = from.whole();
  [model.excursion.least, model.excursion.most] = [from.f32(), from.f32()];
  return model;
}

function writePast(to: Writer, past: Past): void {
  for (const value of [past.count, past.stride, past.seen, past.stretch, past.pick]) to.whole(value);
  const inOrder = new Float32Array(past.count);
  for (let i = 0; i < past.count; i++) inOrder[i] = past.ring[(past.head + i) % past.size] ?? 0;
  writeFloats(to, inOrder);
}

function readPast(from: Reader, past: Past, reading: Reading): void {
  [past.count, past.stride, past.seen] = [from.whole(), from.whole(), from.whole()];
  [past.stretch, past.pick] = [from.whole(), from.whole()];
  reading.floats(from, past.ring.subarray(0, past.count));
  past.restore();
}

function writeProfile(to: Writer, profile: Profile): void {
  const { seen, values } = profile;
  writeAlike(to, seen);
  const shown = new Float32Array(values.length);
  let count = 0;
  for (let i = 0; i < values.length; i++) if ((seen[i] ?? 0) > 0) shown[count++] = values[i] ?? 0;
  writeFloats(to, shown.subarray(0, count));
  to.f64(profile.scale);
  to.f64(profile.sum);
  to.whole(profile.slot + 1);
  to.whole(profile.points);
}

function readProfile(from: Reader, profile: Profile, reading: Reading): void {
  const { seen, values } = profile;
  reading.alike(from, seen);
  const shown = new Float32Array(seen.filter((times) => times > 0).length);
  reading.floats(from, shown);
  let next = 0;
  for (let i = 0; i < values.length; i++) if ((seen[i] ?? 0) > 0) values[i] = shown[next++] ?? 0;
  [profile.scale, profile.sum] = [from.f64(), from.f64()];
  [profile.slot, profile.points] = [from.whole() - 1, from.whole()];
}

function writeRecent(to: Writer, recent: Recent): void {
  to.whole(recent.count);
  writeFloats(to, recent.ring);
  for (const value of recent.before) to.f64(value);
}

function readRecent(from: Reader, recent: Recent, reading: Reading): void {
  recent.count = from.whole();
  reading.floats(from, recent.ring);
  for (let i = 0; i < recent.before.length; i++) recent.before[i] = from.f64();
}

function writeTail(to: Writer, tail: Tail): void {
  for (const value of [tail.zeros, tail.total, tail.since]) to.whole(value);
  writeNear(to, tail.top, 0);
  for (const value of [tail.from, tail.scale]) to.f32(value);
  writeCounts(to, tail.counts);
}

function readTail(from: Reader, tail: Tail, reading: Reading): void {
  [tail.zeros, tail.total, tail.since] = [from.whole(), from.whole(), from.whole()];
  tail.top = reading.exponent(from);
  [tail.from, tail.scale] = [from.f32(), from.f32()];
  reading.counts(from, tail.counts);
}

function writeNotices(to: Writer, notices: Notices, newest: number): void {
  for (const held of heldOf(notices)) {
    writeNear(to, held.at, newest);
    writeSparse(to, [held.top]);
  }
  writeFloats(to, notices.recent);
  to.whole(notices.count);
}

function readNotices(from: Reader, { notices, at }: Rarity, reading: Reading): void {
  for (const held of heldOf(notices)) {
    held.at = reading.moment(from, at);
    const top = [0];
    reading.sparse(from, top);
    held.top = top[0] ?? 0;
  }
  reading.floats(from, notices.recent);
  notices.count = from.whole();
}

const heldOf = ({ sensitive, warn, page }: Notices): readonly Held[] => [sensitive, warn, page];
