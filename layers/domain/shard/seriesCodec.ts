import { Anomaly } from '../anomaly/anomaly.ts';
import { encodeRarity, readRarity } from '../detection/rarity/codec.ts';
import type { Rarity } from '../detection/rarity/rarity.ts';
import type { OpenEpisode, SeriesState } from '../detection/seriesState.ts';
import { SampleSource } from '../sample/sample.ts';
import { parseSeriesId, seriesId } from '../series/series.ts';
import { type Reader, unzigzag, type Writer, zigzag } from './bytes.ts';
import { readDoubles, readFloats, writeDoubles, writeFloats } from './numbers.ts';

// One series in the body of a shard's object.

/** What is written for a source never changes. */
const SOURCES: Readonly<Record<SampleSource, number>> = {
  cloudwatch: 0,
  prometheus: 1,
  otlp: 2,
  remote_write: 3,
  alertmanager: 4,
};
const sourceOf = (code: number): SampleSource => {
  const source = SampleSource.options.find((one) => SOURCES[one] === code);
  if (source === undefined) throw new RangeError(`the state names a source ${code}`);
  return source;
};

/** A service's series mostly follow one another: its name is there once, then nothing. */
export const writeService = (to: Writer, service: string, before: string): void =>
  to.name(service === before ? '' : service);
export const readService = (from: Reader, before: string): string => from.name() || before;

export function writeSeries(to: Writer, state: SeriesState, before: string): void {
  const { service, metric } = parseSeriesId(state.id);
  writeService(to, service, before);
  to.name(metric);
  to.u8(SOURCES[state.source]);
  for (const value of [state.step, state.samplesSeen, state.decided, state.born, state.episodes]) to.whole(value);
  to.whole(state.learnt.length);
  writeFloats(to, new Float32Array(state.learnt));
  to.short(storedRarity(state.rarity));
  writePoints(to, state);
  to.whole(state.gathering.start);
  to.whole(state.gathering.values.length);
  writeFloats(to, new Float32Array(state.gathering.values));
  writeEpisode(to, state.episode);
}

/** A model is never changed in place and hears some points at once: between them it is stored as it was. */
const stored = new WeakMap<Rarity, Uint8Array>();

function storedRarity(model: Rarity): Uint8Array {
  const known = stored.get(model);
  if (known !== undefined) return known;
  const bytes = encodeRarity(model);
  stored.set(model, bytes);
  return bytes;
}

export function readSeries(from: Reader, before: string): SeriesState {
  const id = seriesId(readService(from, before), from.name());
  const source = sourceOf(from.u8());
  const [step, samplesSeen, decided] = [from.whole(), from.whole(), from.whole()];
  const [born, episodes] = [from.whole(), from.whole()];
  const learnt = readList(from);
  const rarity = readRarity(from.short());
  const points = readPoints(from, { born, step });
  const gathering = { start: from.whole(), values: readList(from) };
  const episode = readEpisode(from);
  return { id, source, step, samplesSeen, decided, born, episodes, learnt, rarity, ...points, gathering, episode };
}

function readList(from: Reader): number[] {
  const values = new Array<number>(from.whole()).fill(0);
  readFloats(from, values);
  return values;
}

/** The points that the model of the past has not heard: times as what they are off a step after the one before, the
 *  first one after the series' first ever. */
function writePoints(to: Writer, { unheard, pending, born, step }: SeriesState): void {
  to.whole(unheard.length);
  to.whole(pending.length);
  let due = born;
  for (const { at } of unheard) {
    to.signed(at - due);
    due = at + step;
  }
  for (const { at, muted } of pending) {
    to.whole(2 * zigzag(at - due) + (muted ? 1 : 0));
    due = at + step;
  }
  writeDoubles(to, Float64Array.of(...unheard.map(({ value }) => value), ...pending.map(({ value }) => value)));
}

function readPoints(
  from: Reader,
  { born, step }: Pick<SeriesState, 'born' | 'step'>,
): Pick<SeriesState, 'unheard' | 'pending'> {
  const [unheard, pending] = [from.whole(), from.whole()];
  let due = born;
  const early = Array.from({ length: unheard }, () => {
    const at = due + from.signed();
    due = at + step;
    return at;
  });
  const late = Array.from({ length: pending }, () => {
    const code = from.whole();
    const at = due + unzigzag(Math.floor(code / 2));
    due = at + step;
    return { at, muted: code % 2 === 1 };
  });
  const values = readDoubles(from, unheard + pending);
  return {
    unheard: early.map((at, i) => ({ at, value: values[i] ?? 0 })),
    pending: late.map(({ at, muted }, i) => ({ at, value: values[unheard + i] ?? 0, muted })),
  };
}

const [NONE, SIZE, RARE] = [0, 1, 2] as const;

function writeEpisode(to: Writer, episode: OpenEpisode | null): void {
  if (episode === null) {
    to.u8(NONE);
    return;
  }
  to.u8(episode.rare ? RARE : SIZE);
  to.whole(episode.openedAt);
  to.whole(episode.startedAt);
  to.name(JSON.stringify(episode.anomaly));
}

function readEpisode(from: Reader): OpenEpisode | null {
  const kind = from.u8();
  if (kind === NONE) return null;
  const [openedAt, startedAt] = [from.whole(), from.whole()];
  return { openedAt, startedAt, rare: kind === RARE, anomaly: Anomaly.parse(JSON.parse(from.name())) };
}
