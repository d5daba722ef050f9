import type { Anomaly } from '#domain/anomaly/anomaly.ts';
import type { Firing, Missed } from '#domain/backtest/firing.ts';
import { type Followed, judgeFiring } from '#domain/backtest/judge.ts';
import { conditionOf, type ForecastCondition, namedIn } from '#domain/policy/condition.ts';
import { compare } from '#domain/policy/contradiction.ts';
import { targetsOf } from '#domain/policy/match.ts';
import type { Policy } from '#domain/policy/policy.ts';
import { seriesId } from '#domain/series/series.ts';
import { toEpoch, toInstant } from '#domain/time.ts';
import type { Known } from './loadPast.ts';
import type { Seen } from './tally.ts';
import type { Timeline } from './timeline.ts';

/** Judges what a replay saw by what followed in the stored past. */
export function judgeSeen(seen: Seen, past: Known, until: number): Firing {
  const { policy, service, cause, fired, acted, held_by } = seen;
  const followed = followedBy(seen, past, until);
  const over = followed.breach ? followed.breach.at : (followed.over?.at ?? null);
  return {
    policy_id: policy.id,
    policy_name: policy.name,
    service,
    at: toInstant(fired),
    cause: cause.kind === 'manual' ? 'condition' : cause.kind,
    cause_id: cause.id,
    metric: cause.metric,
    acted_at: acted === null ? null : toInstant(acted),
    held_by: [...held_by].sort(),
    ended_at: over === null ? null : toInstant(over),
    ...judgeFiring(followed),
  };
}

function followedBy({ policy, service, cause, fired, acted, over }: Seen, past: Known, until: number): Followed {
  const episode = cause.kind === 'anomaly' ? past.episodes.find(({ id }) => id === cause.id) : undefined;
  const ended = episode ? endOf(episode) : over;
  const forecast = cause.kind === 'forecast' ? forecastOf(policy, cause.metric) : undefined;
  const last = ended?.at ?? fired + (forecast?.within ?? 0);
  return {
    fired,
    acted,
    worth: policy.verify.within_seconds,
    said: past.feedback.get(cause.id)?.verdict ?? null,
    repaired: repairOf(service, fired, last, past),
    over: ended,
    until,
    breach: forecast ? breachOf(forecast, past.timelines.get(seriesId(service, forecast.metric)), fired) : null,
  };
}

function endOf({ resolved_at, resolution }: Anomaly): Followed['over'] {
  if (resolved_at === null) return null;
  const how = resolution === 'revised' ? 'revised' : resolution === 'silent' ? 'unknown' : 'recovered';
  return { at: toEpoch(resolved_at), how };
}

const forecastOf = ({ condition }: Policy, metric: string | null): ForecastCondition | undefined => {
  const read = conditionOf(condition);
  const parts = (read ? namedIn(read) : []).filter((part) => part.kind === 'forecast');
  return parts.find((part) => part.metric === metric) ?? parts[0];
};

/** A series that strays back over its limit so soon has not left it. */
const LEFT_SECONDS = 600;

/** When the limit was reached after a time, and left again. */
function breachOf({ op, value, within }: ForecastCondition, timeline: Timeline | undefined, fired: number) {
  let at: number | null = null;
  let over: number | null = null;
  for (const point of timeline?.afterwards(fired) ?? []) {
    if (at === null && point.at > fired + within) break;
    if (over !== null && point.at - over >= LEFT_SECONDS) break;
    if (compare(point.value, op, value)) {
      at ??= point.at;
      over = null;
    } else if (at !== null) over ??= point.at;
  }
  return { within, at, over };
}

/** When a repair of that service, begun while the trouble lasted, had helped. */
function repairOf(service: string, from: number, until: number, { repairs }: Known): number | null {
  const found = repairs.find(
    ({ service: of, acted_at }) => of === service && acted_at !== null && within(toEpoch(acted_at), from, until),
  );
  return found ? toEpoch(found.settled_at ?? found.acted_at ?? found.created_at) : null;
}

const within = (at: number, from: number, until: number): boolean => at >= from && at <= until;

/** How long before an episode a firing still counts as having seen it come. */
const AHEAD_SECONDS = 3_600;

/** Troubles of what a policy looks after that paged, lasted, and did not make it act. */
export function missedBy(policy: Policy, fired: readonly Seen[], past: Known, since: number, until: number): Missed[] {
  const condition = conditionOf(policy.condition);
  if (policy.trigger !== null || condition === undefined) return [];
  const targets = new Set(targetsOf(policy, past.services).map(({ name }) => name));
  const metrics = new Set(namedIn(condition).flatMap((part) => ('metric' in part ? [part.metric] : [])));
  return past.episodes
    .filter((episode) => {
      const { service, metric, level, resolution, resolved_at, id } = episode;
      if (level !== 'page' || resolution === 'revised' || !targets.has(service)) return false;
      if (!metrics.has(metric) && !metrics.has(null)) return false;
      if (past.feedback.get(id)?.verdict === 'false_positive') return false;
      const began = toEpoch(episode.paged_at ?? episode.detected_at);
      const ended = resolved_at === null ? until : toEpoch(resolved_at);
      if (began < since || ended - began < policy.verify.within_seconds) return false;
      const ahead = toEpoch(episode.started_at) - AHEAD_SECONDS;
      return !fired.some((one) => one.service === service && within(one.fired, ahead, ended));
    })
    .map(({ id, service, metric, started_at, resolved_at }) => ({
      policy_id: policy.id,
      service,
      metric,
      anomaly_id: id,
      started_at,
      ended_at: resolved_at,
    }));
}
