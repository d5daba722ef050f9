import { Anomaly } from '../anomaly/anomaly.ts';
import { encodeRarity, readRarity } from '../detection/rarity/codec.ts';
import { Rarity } from '../detection/rarity/rarity.ts';
import type { SeriesState } from '../detection/seriesState.ts';
import { SampleSource } from '../sample/sample.ts';
import { Reader, Writer } from './bytes.ts';
import type { LatestValue } from './latest.ts';
import { latestOf, type Shard } from './shard.ts';

// A shard's object: magic, version, nonce, length of the head, head (latest values), body (series). The head comes
// first and knows its length, so that a ranged read of the beginning is enough for those who want the newest values.

const MAGIC = 0x44_48_53_46; // "FSHD", little endian
const VERSION = 3;
/** a series had no model of its past: it begins one now */
const BEFORE_RARITY = 2;
/** bytes before the head: magic, version, nonce (16 bytes with its length), the head's length */
export const PREFIX = 4 + 1 + 4 + 16 + 4;

/** @param nonce 16 bytes of this write's own: a write whose answer was lost is known again by them */
export function encodeShard(shard: Shard, nonce: Uint8Array): Uint8Array {
  const head = new Writer();
  head.list(latestOf(shard), (latest) => writeLatest(head, latest));
  const out = new Writer();
  out.u32(MAGIC);
  out.u8(VERSION);
  out.bytes(nonce);
  out.bytes(head.done());
  out.list([...shard.values()], (state) => writeSeries(out, state));
  return out.done();
}

/** @throws RangeError on bytes that are no shard, or one of a version that this code does not know */
export function decodeShard(bytes: Uint8Array): { shard: Shard; nonce: Uint8Array } {
  const from = new Reader(bytes);
  const { nonce, version } = readPrefix(from);
  from.bytes(); // the head follows from the body
  const states = from.list(() => readSeries(from, version));
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
  readPrefix(from);
  const head = new Reader(from.bytes());
  return head.list(() => readLatest(head));
}

function readPrefix(from: Reader): { nonce: Uint8Array; version: number } {
  if (from.u32() !== MAGIC) throw new RangeError('this is not the state of a shard');
  const version = from.u8();
  if (version < BEFORE_RARITY || version > VERSION)
    throw new RangeError(`the state has version ${version}, this code reads ${BEFORE_RARITY} to ${VERSION}`);
  return { version, nonce: from.bytes().slice() };
}

function writeLatest(to: Writer, latest: LatestValue): void {
  to.text(latest.service);
  to.text(latest.metric);
  to.u32(latest.at);
  to.u32(latest.step);
  for (const value of [latest.value, latest.expected, latest.lower, latest.upper]) to.f64(value);
  to.u8(latest.ready ? 1 : 0);
}

const readLatest = (from: Reader): LatestValue => ({
  service: from.text(),
  metric: from.text(),
  at: from.u32(),
  step: from.u32(),
  value: from.f64(),
  expected: from.f64(),
  lower: from.f64(),
  upper: from.f64(),
  ready: from.u8() === 1,
});

function writeSeries(to: Writer, state: SeriesState): void {
  to.text(state.id);
  to.text(state.source);
  for (const value of [state.step, state.samplesSeen, state.decided, state.born, state.episodes]) to.u32(value);
  to.list(state.learnt, (value) => to.f32(value));
  to.bytes(encodeRarity(state.rarity));
  to.list(state.unheard, ({ at, value }) => {
    to.u32(at);
    to.f64(value);
  });
  to.list(state.pending, ({ at, value, muted }) => {
    to.u32(at);
    to.f64(value);
    to.u8(muted ? 1 : 0);
  });
  to.u32(state.gathering.start);
  to.list(state.gathering.values, (value) => to.f32(value));
  to.u32(state.episode?.openedAt ?? 0);
  to.u32(state.episode?.startedAt ?? 0);
  to.u8(state.episode?.rare ? 1 : 0);
  to.text(state.episode ? JSON.stringify(state.episode.anomaly) : '');
}

function readSeries(from: Reader, version: number): SeriesState {
  const old = version <= BEFORE_RARITY;
  const state = {
    id: from.text(),
    source: SampleSource.parse(from.text()),
    step: from.u32(),
    samplesSeen: from.u32(),
    decided: from.u32(),
    born: from.u32(),
    episodes: from.u32(),
    learnt: from.list(() => from.f32()),
    rarity: old ? new Rarity() : readRarity(from.bytes()),
    unheard: old ? [] : from.list(() => ({ at: from.u32(), value: from.f64() })),
    pending: from.list(() => ({ at: from.u32(), value: from.f64(), muted: from.u8() === 1 })),
    gathering: { start: from.u32(), values: from.list(() => from.f32()) },
  };
  const [openedAt, startedAt, rare, text] = [from.u32(), from.u32(), !old && from.u8() === 1, from.text()];
  return {
    ...state,
    episode: text === '' ? null : { openedAt, startedAt, rare, anomaly: Anomaly.parse(JSON.parse(text)) },
  };
}
