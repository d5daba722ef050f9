import type { Anomaly, Severity } from '../anomaly/anomaly.ts';
import { severityRank } from '../anomaly/anomaly.ts';
import { derivedId } from '../id.ts';
import { type MetricDefinition, metricDefinition } from '../metric/catalogue.ts';
import { seriesId } from '../series/series.ts';
import type { LatestValue } from '../shard/latest.ts';
import { toInstant } from '../time.ts';
import { AHEAD_SECONDS, FORESEEN, NOT_FORESEEN } from './horizon.ts';
import type { Limit } from './limit.ts';
import { type Crossing, crossingOf, type Prediction } from './prediction.ts';

const MINUTE = 60;
/** One forecast alone may be a slip of its newest points; the next one, a minute or two later, has others. */
const AGREE = 2;
/** A series that stood at its limit is no news from the future: only when it has been short of it for half an hour. */
const CLEAR_SECONDS = 30 * MINUTE;
/** An open episode is written again when this much time has passed, or at once when its time or chance moved. */
const UPDATE_SECONDS = 15 * MINUTE;
/** Never more often than this, whatever moved. */
const REST_SECONDS = 55;
const MOVED_CHANCE = 0.1;
const MOVED_TIME = 0.1;

export interface Outset {
  prediction: Prediction;
  /** null: nobody names one any more */
  limit: Limit | null;
  /** the newest value, unless it is stale */
  latest: LatestValue | undefined;
  /** the episode that is open */
  open: Anomaly | undefined;
  /** a forecast was made in this run */
  made: boolean;
  source: Anomaly['source'];
  now: number;
}

export interface Foreseen {
  prediction: Prediction;
  /** the episode, where it changed: with a version of one more */
  changed: Anomaly | undefined;
}

/**
 * Brings a series' foreseen breach up to what its forecasts say: opened when two in a row find it probable enough, kept
 * up as it nears, closed when it happened, when its time passed, or when they say so no longer. Pure.
 */
export function advanceForeseen(outset: Outset): Foreseen {
  const { limit, latest, now, open } = outset;
  const beyond = limit !== null && latest !== undefined && isBeyond(latest.value, limit);
  const crossing = limit ? crossingOf(outset.prediction, limit, { now, within: AHEAD_SECONDS }) : undefined;
  const prediction = {
    ...outset.prediction,
    beyond_at: beyond ? now : outset.prediction.beyond_at,
    agreed: agreement(outset, crossing),
  };
  if (open) {
    const resolution = beyond ? 'breached' : ending(outset, crossing);
    if (resolution)
      return { prediction: { ...prediction, open: null, agreed: 0 }, changed: ended(open, resolution, outset) };
    return { prediction: { ...prediction, open: open.id }, changed: updated(open, crossing, outset) };
  }
  const clear = now - prediction.beyond_at >= CLEAR_SECONDS;
  if (!limit || !latest || !crossing || crossing.at === null || !clear || prediction.agreed < AGREE)
    return { prediction: { ...prediction, open: null }, changed: undefined };
  const episodes = prediction.episodes + 1;
  const anomaly = opened({ ...outset, limit, latest }, crossing, episodes);
  return { prediction: { ...prediction, episodes, open: anomaly.id }, changed: anomaly };
}

const isBeyond = (value: number, { value: limit, direction }: Limit): boolean =>
  direction === 'up' ? value >= limit : value <= limit;

/** How many forecasts in a row found it probable enough. A look without a new forecast changes nothing. */
function agreement({ prediction, made }: Outset, crossing: Crossing | undefined): number {
  if (!made) return prediction.agreed;
  return crossing && crossing.probability >= FORESEEN ? Math.min(AGREE, prediction.agreed + 1) : 0;
}

/** Why an open episode is over; undefined while it goes on. */
function ending({ open, latest, now }: Outset, crossing: Crossing | undefined): Anomaly['resolution'] | undefined {
  if (crossing && crossing.probability >= NOT_FORESEEN) return undefined;
  if (!latest) return crossing ? undefined : 'silent'; // what it foresaw holds as long as the forecast is fresh
  const expected = open?.forecast_exhaustion;
  return expected && Date.parse(expected) / 1000 <= now ? 'passed' : 'withdrawn';
}

function opened(
  { prediction: { service, metric }, limit, latest, source, now }: Outset & { limit: Limit; latest: LatestValue },
  crossing: Crossing,
  episodes: number,
): Anomaly {
  const definition = metricDefinition(metric);
  const at = toInstant(now);
  return {
    id: derivedId('anomaly', 'predicted_breach', seriesId(service, metric), episodes),
    service,
    metric,
    kind: 'predicted_breach',
    source,
    status: 'open',
    level: 'warn',
    direction: limit.direction,
    shape: null,
    trend: limit.direction === 'up' ? 'increasing' : 'decreasing',
    started_at: at,
    detected_at: at,
    timestamp: at,
    resolved_at: null,
    resolution: null,
    unit: definition.unit,
    recommendation: definition.recommendation,
    incident_id: null,
    version: 1,
    ...described(crossing, latest, definition, now),
  };
}

/** What the newest forecast says of it. */
function described(crossing: Crossing, latest: LatestValue, definition: MetricDefinition, now: number) {
  const { outlook, probability, at } = crossing;
  const there = outlook.points.find((point) => point.at >= (at ?? now)) ?? outlook.points.at(-1);
  return {
    updated_at: toInstant(now),
    severity: severityOf((at ?? now + AHEAD_SECONDS) - now, definition),
    current_value: latest.value,
    predicted_value: there?.quantiles[3] ?? latest.value,
    expected_lower: latest.lower,
    expected_upper: latest.upper,
    anomaly_score: probability,
    breach_probability: probability,
    forecast_exhaustion: at === null ? null : toInstant(at),
    detectors: [{ name: outlook.method, score: probability }],
    samples_seen: outlook.made_from,
  };
}

/** By how much time is left to act, a step graver where users feel it; never critical, for nothing is wrong yet. */
function severityOf(ahead: number, { felt_by }: MetricDefinition): Severity {
  const steps = ['low', 'medium', 'high'] as const;
  const near = ahead <= 30 * MINUTE ? 2 : ahead <= 180 * MINUTE ? 1 : 0;
  return steps[near + (felt_by === 'users' ? 1 : 0)] ?? 'high';
}

function updated(open: Anomaly, crossing: Crossing | undefined, { latest, now, made }: Outset): Anomaly | undefined {
  if (!crossing || !latest || !made) return undefined;
  const since = now - Date.parse(open.updated_at) / 1000;
  const fresh = described(crossing, latest, metricDefinition(open.metric), now);
  const raised = severityRank[fresh.severity] > severityRank[open.severity];
  if (since < REST_SECONDS || !(raised || since >= UPDATE_SECONDS || hasMoved(open, crossing, now))) return undefined;
  const severity = raised ? fresh.severity : open.severity;
  return { ...open, ...fresh, severity, version: open.version + 1 };
}

function hasMoved(open: Anomaly, { probability, at }: Crossing, now: number): boolean {
  if (Math.abs(probability - (open.breach_probability ?? 0)) >= MOVED_CHANCE) return true;
  const before = open.forecast_exhaustion === null ? null : Date.parse(open.forecast_exhaustion) / 1000;
  if (before === null || at === null) return before !== at;
  return Math.abs(at - before) >= Math.max(2 * MINUTE, MOVED_TIME * (before - now));
}

function ended(open: Anomaly, resolution: Anomaly['resolution'], { latest, now }: Outset): Anomaly {
  const at = toInstant(now);
  const current_value = latest?.value ?? open.current_value;
  return {
    ...open,
    status: 'resolved',
    resolution,
    resolved_at: at,
    updated_at: at,
    current_value,
    version: open.version + 1,
  };
}
