import type { Anomaly } from '../anomaly/anomaly.ts';
import type { FeedEvent } from '../event/event.ts';
import type { Action } from '../remediation/action.ts';
import { type Extras, fitting, linkOf } from './message.ts';
import { pagerOrder } from './pager.ts';
import { storyOf } from './story.ts';

/** Characters of a summary (developer.pagerduty.com, PD-CEF). */
const MOST_SUMMARY = 1_024;

/** What is sent to PagerDuty's Events API v2, beside the routing key. */
export type PagerdutyCall =
  | { to: '/v2/enqueue'; dedup: string; body: Record<string, unknown> }
  | { to: '/v2/change/enqueue'; body: Record<string, unknown> };

/**
 * An event as PagerDuty takes it: a trigger, an acknowledgement or the end of an alert under one `dedup_key`, and what
 * was changed as a change event. Nothing where there is no need to wake or to tell anybody.
 * @param before the `dedup_key` that earlier events of this subject went under
 */
export function pagerdutyCalls(
  event: FeedEvent,
  before: string | null,
  extras: Pick<Extras, 'linksTo'>,
): PagerdutyCall[] {
  const order = pagerOrder(event, before);
  const change = event.action && changed(event, event.action) ? [changeOf(event, event.action, extras)] : [];
  if (order === undefined) return change;
  const { story, key: dedup } = order;
  const body =
    order.does === 'trigger'
      ? { event_action: 'trigger', dedup_key: dedup, ...triggerOf(event, extras) }
      : { event_action: order.does, dedup_key: dedup };
  const links = extras.linksTo === null ? [] : [{ href: linkOf(extras.linksTo, story.path), text: 'Forestall' }];
  return [{ to: '/v2/enqueue', dedup, body: order.does === 'trigger' ? { ...body, links } : body }, ...change];
}

const severities: Record<Anomaly['severity'], string> = {
  low: 'info',
  medium: 'warning',
  high: 'error',
  critical: 'critical',
};
const known = (severity: string | null): severity is Anomaly['severity'] => severity !== null && severity in severities;

function triggerOf(event: FeedEvent, { linksTo }: Pick<Extras, 'linksTo'>) {
  const story = storyOf(event);
  const { anomaly, action } = event;
  return {
    client: 'Forestall',
    ...(linksTo === null ? {} : { client_url: linkOf(linksTo, story.path) }),
    payload: {
      summary: fitting(story.brief, MOST_SUMMARY),
      source: story.service ?? 'forestall',
      severity: known(story.severity) ? severities[story.severity] : 'error',
      timestamp: event.timestamp,
      ...(story.service === null ? {} : { component: story.service }),
      ...(anomaly ? { class: anomaly.metric } : {}),
      custom_details: {
        ...Object.fromEntries(story.facts),
        ...(story.advice === null ? {} : { recommendation: story.advice }),
        ...(anomaly ? { anomaly: anomaly.id } : {}),
        ...(action ? { action: action.id } : {}),
      },
    },
  };
}

/** An action that changed something and has ended: what people look for when something else goes wrong after it. */
const changed = ({ event }: FeedEvent, { type, acted_at }: Action): boolean =>
  (event === 'action.succeeded' || event === 'action.failed') &&
  acted_at !== null &&
  !['alert', 'webhook', 'notify'].includes(type);

function changeOf(
  event: FeedEvent,
  { id, type, service, acted_at }: Action,
  { linksTo }: Pick<Extras, 'linksTo'>,
): PagerdutyCall {
  const { brief, facts, path } = storyOf(event);
  return {
    to: '/v2/change/enqueue',
    body: {
      payload: {
        summary: fitting(brief, MOST_SUMMARY),
        source: 'Forestall',
        timestamp: acted_at ?? event.timestamp,
        custom_details: { service, action: id, type, ...Object.fromEntries(facts) },
      },
      ...(linksTo === null ? {} : { links: [{ href: linkOf(linksTo, path), text: 'Forestall' }] }),
    },
  };
}
