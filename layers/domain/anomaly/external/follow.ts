import { canonical } from '../../canonical.ts';
import { derivedId } from '../../id.ts';
import { metricDefinition } from '../../metric/catalogue.ts';
import { type EpochSeconds, toInstant } from '../../time.ts';
import { type Anomaly, severityRank } from '../anomaly.ts';
import { type AlertNews, type AlertStanding, FIRING } from './alert.ts';

/** Two senders of one alert are not in step: for so long after its end, what says that it had begun before is late. */
const LATE_SECONDS = 120;

/**
 * Brings what is known of an alert up to its news. Pure, and the same for news that comes twice, from two senders, or late.
 * @param now epoch seconds
 * @returns what is known then; undefined where the news is none
 */
export function follow(
  news: AlertNews,
  before: AlertStanding | undefined,
  now: EpochSeconds,
): AlertStanding | undefined {
  const anomaly = news.says === 'firing' ? firing(news, before, now) : ended(news, before, now);
  if (anomaly === undefined) return undefined;
  const { source, fingerprint } = news;
  return { source, fingerprint, anomaly, since: sinceOf(news, before), version: (before?.version ?? 0) + 1 };
}

const openOf = (standing: AlertStanding | undefined): Anomaly | undefined =>
  standing?.anomaly?.status === 'open' ? standing.anomaly : undefined;

/** While one is open the beginning that was heard first stands, so that an end is one whichever sender's it follows. */
function sinceOf({ says, ordered, since }: AlertNews, before: AlertStanding | undefined): EpochSeconds {
  if (before === undefined) return since;
  return says === 'firing' && !ordered && openOf(before) ? before.since : Math.max(since, before.since);
}

const isOld = ({ since }: AlertNews, before: AlertStanding | undefined): boolean =>
  before !== undefined && since <= before.since;

function firing(news: AlertNews, before: AlertStanding | undefined, now: EpochSeconds): Anomaly | undefined {
  const open = openOf(before);
  const old = isOld(news, before);
  if (news.ordered && old) return undefined;
  // what is said in order is remembered as heard, also where nothing changed: an end before it is old then
  if (open) return updated(news, open, now) ?? (news.ordered ? open : undefined);
  if (!old) return opened(news, news.since, now);
  // it ended, and fires still: its sender had lost sight of it, unless this was only long on its way
  return now - (before?.since ?? 0) < LATE_SECONDS ? undefined : opened(news, before?.since ?? news.since, now);
}

/** Of what was never heard to fire, its end is remembered: what comes of it later is late. */
function ended(news: AlertNews, before: AlertStanding | undefined, now: EpochSeconds): Anomaly | null | undefined {
  if (isOld(news, before)) return undefined;
  const open = openOf(before);
  if (!open) return before?.anomaly ?? null;
  const at = Math.min(now, Math.max(news.since, Date.parse(open.started_at) / 1000));
  return {
    ...open,
    current_value: news.value ?? (open.unit === FIRING ? 0 : open.current_value),
    status: 'resolved',
    resolution: news.says === 'resolved' ? 'recovered' : 'silent',
    resolved_at: toInstant(at),
    updated_at: toInstant(now),
    version: open.version + 1,
  };
}

function opened(news: AlertNews, since: EpochSeconds, now: EpochSeconds): Anomaly {
  const { source, fingerprint, service, metric, level } = news;
  const definition = metricDefinition(metric);
  const detected_at = toInstant(now);
  return {
    id: derivedId('anomaly', source, fingerprint, since),
    service,
    metric,
    kind: 'external',
    source,
    status: 'open',
    shape: null,
    direction: definition.bad === 'down' ? 'down' : 'up',
    started_at: toInstant(Math.max(0, Math.min(since, now))), // by a clock that may be ahead of ours, or never set
    detected_at,
    timestamp: detected_at,
    ...(level === 'page' ? { paged_at: detected_at } : {}),
    resolved_at: null,
    resolution: null,
    anomaly_score: 1,
    detectors: [{ name: source, score: 1 }],
    trend: 'stable',
    forecast_exhaustion: null,
    breach_probability: null,
    incident_id: null,
    samples_seen: 0,
    version: 1,
    ...described(news, detected_at),
  };
}

function described(news: AlertNews, updated_at: string) {
  const { severity, level, metric, told } = news;
  return { updated_at, severity, level, ...figures(news), recommendation: recommendationOf(told, metric), alert: told };
}

/** What was measured beside the bound that it crossed; where neither is told, that it fires. */
function figures({ value, threshold, metric }: AlertNews) {
  if (value === null)
    return { current_value: 1, predicted_value: 0, expected_lower: 0, expected_upper: 0, unit: FIRING };
  const bound = threshold ?? 0; // a source that does not say it leaves nothing to compare with
  return {
    current_value: value,
    predicted_value: bound,
    expected_lower: value < bound ? bound : Math.min(0, bound),
    expected_upper: bound,
    unit: metricDefinition(metric).unit,
  };
}

const recommendationOf = ({ runbook }: AlertNews['told'], metric: string): string =>
  runbook === null ? metricDefinition(metric).recommendation : `Follow ${runbook}`;

/** As that of every other episode, level and severity only rise while it lasts. */
function updated(news: AlertNews, open: Anomaly, now: EpochSeconds): Anomaly | undefined {
  const at = toInstant(now);
  const rises = severityRank[news.severity] > severityRank[open.severity];
  const { severity, level } = rises ? news : open;
  const fresh: Anomaly = { ...open, ...described(news, open.updated_at), severity, level };
  if (canonical(fresh) === canonical(open)) return undefined;
  const paged = level === 'page' && open.level !== 'page' ? { paged_at: at } : {};
  return { ...fresh, ...paged, updated_at: at, version: open.version + 1 };
}
