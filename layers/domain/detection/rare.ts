import type { Level, Shape } from '../anomaly/anomaly.ts';
import type { MetricDefinition } from '../metric/catalogue.ts';
import { directionOf, noticesOf, rarityShape, scoreOf, votesOf } from './finding.ts';
import type { Rarity } from './rarity/rarity.ts';
import type { PendingPoint, SeriesState } from './seriesState.ts';
import { badPart } from './voice.ts';

/** What the model of the past makes of a point. */
export interface Rare {
  /** the model has seen a day: what is large is worth little unless it is rare too */
  warm: boolean;
  /** surprise beyond the series' habit, where `1` is just worth a warning */
  excess: number;
  /** the highest level at which a notice goes out at this point */
  notice: Level | undefined;
  score: number;
  direction: 'up' | 'down';
  shape: Shape | undefined;
  votes: readonly { name: string; score: number }[];
  expected: number;
  lower: number;
  upper: number;
}

/** Judges the pending points that were not judged yet, in their order. A muted point is not heard: it teaches nothing. */
export function heard(state: SeriesState, definition: MetricDefinition, budget: number): SeriesState {
  const { pending, step } = state;
  const from = upTo(state);
  const tip = from === undefined ? retold(state, budget) : state.tip;
  if (tip === undefined) throw new RangeError('a series without its model');
  const judge = (point: PendingPoint): PendingPoint =>
    point.muted ? point : { ...point, rare: judged(tip, point, { step, definition, budget }) };
  return { ...state, tip, pending: pending.map((point, index) => (index < (from ?? 0) ? point : judge(point))) };
}

/** How many of the pending points the tip has heard already; undefined where it heard others, or in another order. */
function upTo({ tip, rarity, unheard, pending }: SeriesState): number | undefined {
  const first = pending.findIndex(({ muted, rare }) => !muted && rare === undefined);
  const known = first < 0 ? pending.length : first;
  if (pending.slice(known).some(({ rare }) => rare !== undefined)) return undefined;
  const told = [...unheard, ...pending.slice(0, known).filter(({ muted }) => !muted)];
  const last = told[told.length - 1]?.at ?? rarity.at;
  return tip?.count === rarity.count + told.length && tip.at === last ? known : undefined;
}

/** The model after what it was not told yet. */
export function retold({ rarity, unheard, step }: SeriesState, budget: number): Rarity {
  const model = rarity.clone();
  for (const { at, value } of unheard) model.hear(at, value, step, budget);
  return model;
}

function judged(
  model: Rarity,
  { at, value }: PendingPoint,
  { step, definition, budget }: { step: number; definition: MetricDefinition; budget: number },
): Rare {
  model.hear(at, value, step, budget);
  const odd = model.beyond >= model.setting.sensitive;
  const matters = odd && worthwhile(model, definition);
  return {
    warm: model.at - model.first >= model.setting.coldSeconds,
    excess: matters ? model.beyond / model.setting.warn : 0,
    notice: matters ? noticeOf(model, definition) : undefined,
    score: scoreOf(model, step),
    direction: directionOf(model),
    shape: odd ? rarityShape(model, value) : undefined,
    votes: odd ? votesOf(model) : [],
    expected: model.expected,
    lower: model.lower,
    upper: model.upper,
  };
}

/** The highest notice; a metric that may not page by itself warns instead. */
function noticeOf(model: Rarity, { highest }: MetricDefinition): Level | undefined {
  const notice = noticesOf(model).at(-1);
  return notice === 'page' ? highest : notice;
}

/** The share of its floor by which a point must be off itself: after a lone one the means are still off, and nothing is. */
const ITSELF = 0.5;

/** Of a metric that the catalogue knows, only what is bad and as large as its floor is worth anyone's time, however rare. */
function worthwhile({ residual, recent, expected }: Rarity, definition: MetricDefinition): boolean {
  if (definition.floor.absolute === 0) return true;
  const floor = Math.max(definition.floor.absolute, definition.floor.relative * Math.abs(expected));
  if (badPart(residual, definition) < ITSELF * floor) return false;
  const moved = [residual, recent.moved(0), recent.moved(1), recent.moved(2)];
  return moved.some((way) => badPart(way, definition) >= floor);
}
