import type { Level, Shape } from '../anomaly/anomaly.ts';
import type { MetricDefinition } from '../metric/catalogue.ts';
import { directionOf, rarityShape, scoreOf, votesOf } from './finding.ts';
import type { Rarity } from './rarity/rarity.ts';
import type { PendingPoint, SeriesState } from './seriesState.ts';
import { badPart } from './voice.ts';

/** What the model of the past makes of a point. */
export interface Rare {
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
  if (state.tip !== undefined && state.pending.every(({ muted, rare }) => muted || rare !== undefined)) return state;
  const last = state.pending[state.pending.length - 1];
  const appended = state.tip !== undefined && state.pending.slice(0, -1).every(({ muted, rare }) => muted || rare);
  const tip = appended && state.tip ? state.tip.clone() : state.rarity.clone();
  const hear = (point: PendingPoint): PendingPoint =>
    point.muted ? point : { ...point, rare: judged(tip, point, { step: state.step, definition, budget }) };
  const pending =
    appended && last ? [...state.pending.slice(0, -1), hear(last)] : state.pending.map((point) => hear(point));
  return { ...state, pending, tip };
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
    excess: matters ? model.beyond / model.setting.warn : 0,
    notice: matters ? noticeOf(model.told, definition) : undefined,
    score: scoreOf(model, step),
    direction: directionOf(model),
    shape: odd ? rarityShape(model, value) : undefined,
    votes: odd ? votesOf(model) : [],
    expected: model.expected,
    lower: model.lower,
    upper: model.upper,
  };
}

function noticeOf(told: number, { highest }: MetricDefinition): Level | undefined {
  if ((told & 4) !== 0 && highest === 'page') return 'page';
  if ((told & 6) !== 0) return 'warn';
  return (told & 1) !== 0 ? 'sensitive' : undefined;
}

/** Of a metric that the catalogue knows, only what is bad and as large as its floor is worth anyone's time, however rare. */
function worthwhile({ residual, recent, expected }: Rarity, definition: MetricDefinition): boolean {
  if (definition.floor.absolute === 0) return true;
  const floor = Math.max(definition.floor.absolute, definition.floor.relative * Math.abs(expected));
  const moved = [residual, recent.moved(0), recent.moved(1), recent.moved(2)];
  return moved.some((way) => badPart(way, definition) >= floor);
}
