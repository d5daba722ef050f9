import type { Anomaly } from '../anomaly/anomaly.ts';
import { ending, sentence } from '../anomaly/sentence.ts';
import type { FeedEvent } from '../event/event.ts';
import { figure } from '../metric/figure.ts';
import type { Action } from '../remediation/action.ts';
import type { Instant } from '../time.ts';

/** How a message feels: something is wrong, may get wrong, is over, or is only told. */
export type Tone = 'bad' | 'warning' | 'good' | 'neutral';

/** What a person is asked to decide. */
export interface Question {
  action: string;
  /** of the plan that they are shown: a decision about another one is refused */
  hash: string | null;
  until: Instant | null;
}

/** An event in people's words, for whoever lays it out: Slack, Teams, a mail. Plain text, without any markup. */
export interface Story {
  /** a line: `Anomaly: orders cpu_usage` */
  title: string;
  /** what it is, in a sentence */
  sentence: string;
  /** both in a line, for who reads no more: `Anomaly, orders: cpu_usage steps up: 92% where 33–49% is usual` */
  brief: string;
  tone: Tone;
  severity: string | null;
  service: string | null;
  since: Instant | null;
  /** further facts: name and value */
  facts: readonly (readonly [name: string, value: string])[];
  /** what a person may do */
  advice: string | null;
  question: Question | null;
  /** the open anomaly that somebody may say they look after */
  acknowledges: string | null;
  /** the noun's path in the API and the dashboard, e.g. `/anomalies/anomaly_…` */
  path: string;
}

/** Tells an event as people would. */
export function storyOf(event: FeedEvent): Story {
  if (event.anomaly) return ofAnomaly(event, event.anomaly);
  if (event.action) return ofAction(event, event.action);
  return ofOther(event);
}

export const utc = (at: Instant): string => `${at.slice(11, 16)} UTC`;

function ofAnomaly({ event, also = [], data }: FeedEvent, anomaly: Anomaly): Story {
  const { service, metric, kind, severity, status, forecast_exhaustion: limit } = anomaly;
  const over = status === 'resolved';
  const facts: [string, string][] = [];
  // a foreseen breach says it in its sentence
  if (!over && limit !== null && kind !== 'predicted_breach')
    facts.push(['Expected', `meets its limit at ${utc(limit)}, at this pace`]);
  if (over && anomaly.resolved_at !== null) facts.push(['Lasted', lasting(anomaly.started_at, anomaly.resolved_at)]);
  if (typeof data?.by === 'string') facts.push(['By', data.by]);
  if (also.length > 0) facts.push(['Also', others(also)]);
  const words: Partial<Record<FeedEvent['event'], string>> = {
    'anomaly.updated': 'Still open',
    'anomaly.acknowledged': 'Acknowledged',
  };
  const opened = kind === 'predicted_breach' ? 'Breach foreseen' : 'Anomaly';
  const label = over ? 'Resolved' : (words[event] ?? opened);
  const told = over ? ending(anomaly) : sentence(anomaly, utc);
  return {
    title: `${label}: ${service} ${kind === 'multivariate' ? 'as a whole' : metric}`,
    sentence: told,
    brief: `${label}, ${service}: ${told}`,
    tone: over ? 'good' : kind === 'predicted_breach' || anomaly.level !== 'page' ? 'warning' : 'bad',
    severity,
    service,
    since: anomaly.started_at,
    facts,
    advice: over ? null : anomaly.recommendation,
    question: null,
    acknowledges: over || kind === 'predicted_breach' || event === 'anomaly.acknowledged' ? null : anomaly.id,
    path: `/anomalies/${anomaly.id}`,
  };
}

const MOST_NAMED = 5;

/** What else one notice speaks for. */
function others(also: NonNullable<FeedEvent['also']>): string {
  const named = also.slice(0, MOST_NAMED).map(({ service, metric, severity }) => `${service} ${metric} (${severity})`);
  const more = also.length - named.length;
  return `${named.join(', ')}${more > 0 ? `, and ${more} more` : ''}`;
}

function ofAction({ event }: FeedEvent, action: Action): Story {
  const { id, service, type, approval, status, reason } = action;
  const asked = event === 'approval.requested' && status === 'awaiting_approval';
  const alert = type === 'alert';
  const facts: [string, string][] = [['Why', reason]];
  const plan = planned(action);
  if (plan !== undefined) facts.unshift(['Plan', plan]);
  if (approval !== null) facts.push(['Approval', approvalWords(approval)]);
  const moved = measured(action);
  if (moved !== undefined) facts.push(['Measured', moved]);
  if (action.verdict_reason !== null) facts.push(['Outcome', action.verdict_reason]);
  const severity = typeof action.parameters.severity === 'string' ? action.parameters.severity : null;
  return {
    title: alert ? `Alert: ${service}` : `${titleOf(event, action)}: ${type} of ${service}`,
    sentence: alert ? reason : doing(event, action),
    brief: alert ? `Alert, ${service}: ${reason}` : `${titleOf(event, action)}: ${doing(event, action)}`,
    tone: toneOf(event, action),
    severity,
    service,
    since: asked ? (approval?.asked_at ?? null) : null,
    facts: alert ? facts.filter(([name]) => name !== 'Why') : facts,
    advice: asked ? 'Approve it or reject it; the plan is done as it is shown, or not at all' : null,
    question: asked ? { action: id, hash: approval?.hash ?? null, until: approval?.expires_at ?? null } : null,
    acknowledges: null,
    path: `/actions/${id}`,
  };
}

function ofOther({ event, service, severity, subject, data }: FeedEvent): Story {
  const text = (name: string): string | undefined => {
    const value = data?.[name];
    return typeof value === 'string' && value.trim() !== '' ? value : undefined;
  };
  const title = text('title') ?? `${event}${service === null ? '' : `: ${service}`}`;
  const told = text('summary') ?? text('disabled_reason') ?? text('reason') ?? text('message') ?? subject;
  return {
    title,
    sentence: told,
    brief: `${title}: ${told}`,
    tone: event.endsWith('.resolved') ? 'good' : event.endsWith('.opened') ? 'bad' : 'neutral',
    severity,
    service,
    since: null,
    facts: [],
    advice: text('recommendation') ?? null,
    question: null,
    acknowledges: null,
    path: `/${subject}`,
  };
}

function titleOf(event: FeedEvent['event'], { status, undo }: Action): string {
  if (undo?.state === 'done') return 'Taken back';
  switch (event) {
    case 'approval.requested':
      return status === 'awaiting_approval' ? 'Approval wanted' : 'Decided';
    case 'action.held':
      return 'Held back';
    case 'action.started':
      return 'Repair under way';
    case 'action.succeeded':
      return 'Repaired';
    case 'action.failed':
      return failures[status] ?? 'Repair failed';
    default:
      return 'Repair planned';
  }
}

const failures: Partial<Record<Action['status'], string>> = {
  rejected: 'Rejected',
  rolled_back: 'Taken back',
  escalated: 'A person is needed',
};

function doing(event: FeedEvent['event'], { type, service, status, verdict_reason, guards }: Action): string {
  switch (event) {
    case 'approval.requested':
      return `${type} of ${service} waits for a person's decision`;
    case 'action.held': {
      const why = guards.filter(({ passed }) => !passed).map(({ reason }) => reason);
      return `${type} of ${service} is held back: ${why.join('; ') || 'a guard does not let it'}`;
    }
    case 'action.started':
      return `${type} of ${service} is being done`;
    default:
      return `${type} of ${service}: ${verdict_reason ?? status}`;
  }
}

function toneOf(event: FeedEvent['event'], { type, status }: Action): Tone {
  if (type === 'alert') return 'bad';
  if (event === 'approval.requested') return 'warning';
  if (event === 'action.succeeded') return 'good';
  if (event === 'action.failed') return status === 'rejected' ? 'neutral' : 'bad';
  return 'neutral';
}

/** What a plan changes, where it says so by from and to. */
function planned({ plan }: Action): string | undefined {
  if (plan === null || !('from' in plan) || !('to' in plan)) return undefined;
  const simple = (value: unknown) => (typeof value === 'object' ? JSON.stringify(value) : `${value}`);
  return `${simple(plan.from)} → ${simple(plan.to)}`;
}

function measured({ before, after }: Action): string | undefined {
  if (before === null) return undefined;
  const was = `${before.metric} ${figure(before.value, before.unit)}`;
  return after === null ? was : `${was} → ${figure(after.value, after.unit)}`;
}

function approvalWords({ state, why, decided_by, note, expires_at }: NonNullable<Action['approval']>): string {
  if (state === 'approved' || state === 'rejected') return `${state} by ${decided_by}${note ? `: ${note}` : ''}`;
  if (state === 'timed_out') return 'nobody decided in time';
  if (state === 'stale') return 'what was asked about is no more';
  return `${why}${expires_at === null ? '' : `; until ${utc(expires_at)}`}`;
}

/** `12 min`, `3 h 5 min`. */
export function lasting(from: Instant, to: Instant): string {
  const minutes = Math.max(0, Math.round((Date.parse(to) - Date.parse(from)) / 60_000));
  if (minutes < 60) return `${minutes} min`;
  const hours = Math.floor(minutes / 60);
  return minutes % 60 === 0 ? `${hours} h` : `${hours} h ${minutes % 60} min`;
}
