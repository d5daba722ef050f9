import { Reader, Writer } from '../../shard/bytes.ts';
import type { Held, Notices } from './notices.ts';
import type { Past } from './past.ts';
import type { Profile } from './profile.ts';
import { Rarity } from './rarity.ts';
import type { Recent } from './recent.ts';
import type { Tail } from './tail.ts';

// What is kept of a series' past between two batches. Counts are whole numbers and take a byte or two; values are of
// single precision, as they are in the model, so that a stored model goes on exactly as one that was never stored.

/** Rises when the model or one of its sizes changes: what was learnt by another is not understood, and begun anew. */
const VERSION = 1;

export function encodeRarity(model: Rarity): Uint8Array {
  const to = new Writer();
  to.u8(VERSION);
  for (const value of [model.first, model.at, model.count, model.today + 1, model.untaught]) to.whole(value);
  to.f64(model.beyond);
  for (const value of model.errors) to.f64(value);
  writePast(to, model.past);
  writeProfile(to, model.day);
  writeProfile(to, model.week);
  writeRecent(to, model.recent);
  to.whole(model.hours.count);
  for (const count of model.hours.counts) to.whole(count);
  for (const bits of model.hours.surprises) to.f32(bits);
  for (const tail of model.tails) writeTail(to, tail);
  const { repeats, restless } = model;
  to.f64(repeats.last);
  for (const value of [repeats.run, repeats.longest, repeats.repeats, repeats.count]) to.whole(value);
  for (const value of [restless.weight, restless.sum, restless.largest]) to.f64(value);
  for (const value of [restless.block + 1, restless.points]) to.whole(value);
  writeNotices(to, model.notices);
  const { since, least, most } = model.excursion;
  to.whole(since);
  for (const value of [least, most]) to.f32(value);
  return to.done();
}

export function readRarity(bytes: Uint8Array): Rarity {
  const model = new Rarity();
  const from = new Reader(bytes);
  if (from.u8() !== VERSION) return model;
  [model.first, model.at, model.count] = [from.whole(), from.whole(), from.whole()];
  [model.today, model.untaught] = [from.whole() - 1, from.whole()];
  model.beyond = from.f64();
  fill(model.errors, () => from.f64());
  readPast(from, model.past);
  readProfile(from, model.day);
  readProfile(from, model.week);
  readRecent(from, model.recent);
  model.hours.count = from.whole();
  fill(model.hours.counts, () => from.whole());
  fill(model.hours.surprises, () => from.f32());
  for (const tail of model.tails) readTail(from, tail);
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
  readNotices(from, model.notices);
  model.excursion.since = from.whole();
  [model.excursion.least, model.excursion.most] = [from.f32(), from.f32()];
  return model;
}

function writePast(to: Writer, past: Past): void {
  for (const value of [past.count, past.stride, past.seen, past.stretch, past.pick]) to.whole(value);
  for (let i = 0; i < past.count; i++) to.f32(past.ring[(past.head + i) % past.size] ?? 0);
}

function readPast(from: Reader, past: Past): void {
  [past.count, past.stride, past.seen] = [from.whole(), from.whole(), from.whole()];
  [past.stretch, past.pick] = [from.whole(), from.whole()];
  for (let i = 0; i < past.count; i++) past.ring[i] = from.f32();
  past.restore();
}

function writeProfile(to: Writer, profile: Profile): void {
  for (const seen of profile.seen) to.u8(seen);
  for (let i = 0; i < profile.values.length; i++) if ((profile.seen[i] ?? 0) > 0) to.f32(profile.values[i] ?? 0);
  to.f64(profile.scale);
  to.f64(profile.sum);
  to.whole(profile.slot + 1);
  to.whole(profile.points);
}

function readProfile(from: Reader, profile: Profile): void {
  fill(profile.seen, () => from.u8());
  for (let i = 0; i < profile.values.length; i++) if ((profile.seen[i] ?? 0) > 0) profile.values[i] = from.f32();
  [profile.scale, profile.sum] = [from.f64(), from.f64()];
  [profile.slot, profile.points] = [from.whole() - 1, from.whole()];
}

function writeRecent(to: Writer, recent: Recent): void {
  to.whole(recent.count);
  for (const value of recent.ring) to.f32(value);
  for (const value of recent.before) to.f64(value);
}

function readRecent(from: Reader, recent: Recent): void {
  recent.count = from.whole();
  fill(recent.ring, () => from.f32());
  fill(recent.before, () => from.f64());
}

function writeTail(to: Writer, tail: Tail): void {
  for (const value of [tail.zeros, tail.total, tail.since]) to.whole(value);
  for (const value of [tail.top, tail.from, tail.scale]) to.f32(value);
  for (const count of tail.counts) to.whole(count);
}

function readTail(from: Reader, tail: Tail): void {
  [tail.zeros, tail.total, tail.since] = [from.whole(), from.whole(), from.whole()];
  [tail.top, tail.from, tail.scale] = [from.f32(), from.f32(), from.f32()];
  fill(tail.counts, () => from.whole());
}

function writeNotices(to: Writer, notices: Notices): void {
  for (const held of heldOf(notices)) {
    to.f64(held.at);
    to.f64(held.top);
  }
  for (const value of notices.recent) to.f32(value);
  to.whole(notices.count);
}

function readNotices(from: Reader, notices: Notices): void {
  for (const held of heldOf(notices)) [held.at, held.top] = [from.f64(), from.f64()];
  fill(notices.recent, () => from.f32());
  notices.count = from.whole();
}

const heldOf = ({ sensitive, warn, page }: Notices): readonly Held[] => [sensitive, warn, page];

function fill(array: { length: number; [index: number]: number }, read: () => number): void {
  for (let i = 0; i < array.length; i++) array[i] = read();
}
