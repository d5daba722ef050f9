import { parseSeriesId } from '../series/series.ts';
import { Reader, Writer } from './bytes.ts';
import type { LatestValue } from './latest.ts';
import { BEFORE_RARITY, readOlderLatest, readOlderSeries } from './older.ts';
import { readSeries, readService, writeSeries, writeService } from './seriesCodec.ts';
import { latestOf, type Shard } from './shard.ts';

// A shard's object: magic, version, nonce, length of the head, head (latest values), body (series). The head comes
// first and knows its length, so that a ranged read of the beginning is enough for those who want the newest values.

const MAGIC = 0x44_48_53_46; // "FSHD", little endian
const VERSION = 4;
/** bytes that will do for most series */
const ROOM = 2_560;
/** bytes before the head: magic, version, nonce (16 bytes with its length), the head's length */
export const PREFIX = 4 + 1 + 4 + 16 + 4;

/** @param nonce 16 bytes of this write's own: a write whose answer was lost is known again by them */
export function encodeShard(shard: Shard, nonce: Uint8Array): Uint8Array {
  const head = new Writer();
  let before = '';
  head.list(latestOf(shard), (latest) => {
    writeLatest(head, latest, before);
    before = latest.service;
  });
  const out = new Writer(ROOM * (shard.size + 1));
  out.u32(MAGIC);
  out.u8(VERSION);
  out.bytes(nonce);
  out.bytes(head.done());
  before = '';
  out.list([...shard.values()], (state) => {
    writeSeries(out, state, before);
    before = parseSeriesId(state.id).service;
  });
  return out.done();
}

/** @throws RangeError on bytes that are no shard, or one of a version that this code does not know */
export function decodeShard(bytes: Uint8Array): { shard: Shard; nonce: Uint8Array } {
  const from = new Reader(bytes);
  const { nonce, version } = readPrefix(from);
  from.bytes(); // the head follows from the body
  let before = '';
  const states = from.list(() => {
    const state = version < VERSION ? readOlderSeries(from, version) : readSeries(from, before);
    before = parseSeriesId(state.id).service;
    return state;
  });
  return { shard: new Map(states.map((state) => [state.id, state])), nonce };
}

/** How many bytes from the beginning hold the whole head. `bytes` must hold the prefix at least. */
export function headEnd(bytes: Uint8Array): number {
  const from = new Reader(bytes);
  readPrefix(from);
  return PREFIX + from.u32();
}

/** The latest values, of bytes that hold the whole head. */
export function decodeHead(bytes: Uint8Array): LatestValue[] {
  const from = new Reader(bytes);
  const { version } = readPrefix(from);
  const head = new Reader(from.bytes());
  let before = '';
  return head.list(() => {
    const latest = version < VERSION ? readOlderLatest(head) : readLatest(head, before);
    before = latest.service;
    return latest;
  });
}

function readPrefix(from: Reader): { nonce: Uint8Array; version: number } {
  if (from.u32() !== MAGIC) throw new RangeError('this is not the state of a shard');
  const version = from.u8();
  if (version < BEFORE_RARITY || version > VERSION)
    throw new RangeError(`the state has version ${version}, this code reads ${BEFORE_RARITY} to ${VERSION}`);
  return { version, nonce: from.bytes().slice() };
}

function writeLatest(to: Writer, latest: LatestValue, before: string): void {
  writeService(to, latest.service, before);
  to.name(latest.metric);
  to.whole(latest.at);
  to.whole(latest.step);
  for (const value of [latest.value, latest.expected, latest.lower, latest.upper]) to.f64(value);
  to.u8(latest.ready ? 1 : 0);
}

const readLatest = (from: Reader, before: string): LatestValue => ({
  service: readService(from, before),
  metric: from.name(),
  at: from.whole(),
  step: from.whole(),
  value: from.f64(),
  expected: from.f64(),
  lower: from.f64(),
  upper: from.f64(),
  ready: from.u8() === 1,
});
