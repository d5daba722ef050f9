import { Anomaly } from '../anomaly/anomaly.ts';
import { readRarity } from '../detection/rarity/codec.ts';
import { Rarity } from '../detection/rarity/rarity.ts';
import type { SeriesState } from '../detection/seriesState.ts';
import { SampleSource } from '../sample/sample.ts';
import type { Reader } from './bytes.ts';
import type { LatestValue } from './latest.ts';

// Shards as they were stored before: numbers as they are, each text by itself.

/** A series had no model of its past: it begins one now. */
export const BEFORE_RARITY = 2;

export const readOlderLatest = (from: Reader): LatestValue => ({
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

export function readOlderSeries(from: Reader, version: number): SeriesState {
  const first = version === BEFORE_RARITY;
  const state = {
    id: from.text(),
    source: SampleSource.parse(from.text()),
    step: from.u32(),
    samplesSeen: from.u32(),
    decided: from.u32(),
    born: from.u32(),
    episodes: from.u32(),
    learnt: from.list(() => from.f32()),
    rarity: first ? new Rarity() : readRarity(from.bytes()),
    unheard: first ? [] : from.list(() => ({ at: from.u32(), value: from.f64() })),
    pending: from.list(() => ({ at: from.u32(), value: from.f64(), muted: from.u8() === 1 })),
    gathering: { start: from.u32(), values: from.list(() => from.f32()) },
  };
  const [openedAt, startedAt, rare, text] = [from.u32(), from.u32(), !first && from.u8() === 1, from.text()];
  return {
    ...state,
    episode: text === '' ? null : { openedAt, startedAt, rare, anomaly: Anomaly.parse(JSON.parse(text)) },
  };
}
