import type { Anomaly } from '../anomaly/anomaly.ts';
import { resolve } from '../anomaly/versions.ts';
import { fold } from '../detection/engine.ts';
import type { FullBlock } from '../detection/gather.ts';
import { currentBaseline } from '../detection/look.ts';
import { isReady, newest, type SeriesState } from '../detection/seriesState.ts';
import { usualOf } from '../detection/usual.ts';
import { metricDefinition } from '../metric/catalogue.ts';
import type { Sample } from '../sample/sample.ts';
import { parseSeriesId, seriesId } from '../series/series.ts';
import type { LatestValue } from './latest.ts';

/** The model state of some thousand series: what one message group works on. */
export type Shard = ReadonlyMap<string, SeriesState>;

export interface ShardFold {
  shard: Shard;
  /** each anomaly that changed, in its last version of this batch */
  changed: Anomaly[];
  full: FullBlock[];
  /** series whose folding threw, with the reason: set aside, their state as it was */
  failed: { series: string; reason: string }[];
}

/** A series that says nothing for so long, while its service speaks, is silent: its episode cannot recover. */
const SILENT_SECONDS = 300;
/** A service that says nothing at all for so long is gone, or nobody asks any more: its episodes are no news. */
const GONE_SECONDS = 3_600;
/** A series that nobody published for so long is forgotten. */
const FORGET_SECONDS = 7 * 86_400;

/** What holds around the samples, besides what they say. */
export interface ShardSurroundings {
  /** epoch seconds of the batch */
  now: number;
  /** the services that an action of ours changes now */
  acting: ReadonlySet<string>;
  /** factor on the false episodes that a series is allowed, by its id; 1 for those that are not there */
  budgets?: ReadonlyMap<string, number>;
}

/** Folds samples (any order) into the shard. Pure. */
export function foldShard(
  shard: Shard,
  samples: readonly Sample[],
  { now, acting, budgets }: ShardSurroundings,
): ShardFold {
  const next = new Map(shard);
  const changed = new Map<string, Anomaly>();
  const full: FullBlock[] = [];
  const failed: { series: string; reason: string }[] = [];
  const broken = new Set<string>();
  for (const sample of samples.toSorted((a, b) => a.at - b.at)) {
    const id = seriesId(sample.service, sample.metric);
    if (broken.has(id)) continue;
    try {
      const around = { now, acting: acting.has(sample.service), budget: budgets?.get(id) ?? 1 };
      const folded = fold(next.get(id), sample, around);
      next.set(id, folded.state);
      for (const anomaly of folded.changed) changed.set(anomaly.id, anomaly);
      full.push(...folded.full);
    } catch (error) {
      broken.add(id);
      failed.push({ series: id, reason: error instanceof Error ? error.message : `${error}` });
    }
  }
  for (const anomaly of endSilent(next, now)) changed.set(anomaly.id, anomaly);
  return { shard: next, changed: [...changed.values()], full, failed };
}

/** Ends the episodes of what fell silent, and forgets what was silent for long. */
function endSilent(shard: Map<string, SeriesState>, now: number): Anomaly[] {
  const spoke = new Map<string, number>();
  for (const [id, state] of shard) {
    const { service } = parseSeriesId(id);
    spoke.set(service, Math.max(spoke.get(service) ?? 0, newest(state)?.at ?? 0));
  }
  const ended: Anomaly[] = [];
  for (const [id, state] of shard) {
    const last = newest(state);
    const since = last?.at ?? state.decided;
    const silence = (spoke.get(parseSeriesId(id).service) ?? 0) - since;
    const silent = silence >= Math.max(SILENT_SECONDS, 5 * state.step) || now - since > GONE_SECONDS;
    if (state.episode && silent) {
      ended.push(resolve(state.episode.anomaly, 'silent', now, last?.value ?? state.episode.anomaly.current_value));
      shard.set(id, { ...state, episode: null, decided: Math.max(state.decided, since) });
    }
    if (now - since > FORGET_SECONDS) shard.delete(id);
  }
  return ended;
}

/** What stands in the head of the shard's object. */
export function latestOf(shard: Shard): LatestValue[] {
  const values: LatestValue[] = [];
  for (const [id, state] of shard) {
    const last = newest(state);
    if (!last) continue;
    const { service, metric } = parseSeriesId(id);
    const { expected, lower, upper } = usualOf(state, currentBaseline(state, metricDefinition(metric)));
    values.push({
      service,
      metric,
      at: last.at,
      step: state.step,
      value: last.value,
      expected,
      lower,
      upper,
      ready: isReady(state),
    });
  }
  return values;
}
