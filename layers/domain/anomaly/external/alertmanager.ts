import * as z from 'zod';
import { canonicalMetric, knownMetric } from '../../metric/catalogue.ts';
import { ServiceName } from '../../service/name.ts';
import type { EpochSeconds } from '../../time.ts';
import type { AlertNews } from './alert.ts';
import { type AlertRules, gravityOf, own } from './gravity.ts';
import { fewLabels, shortened, text } from './shorten.ts';

const Time = z.iso.datetime({ offset: true });
const Labels = z.record(z.string(), z.string());

export const AlertmanagerAlert = z
  .object({
    status: z.enum(['firing', 'resolved']),
    labels: Labels,
    annotations: Labels.default({}),
    startsAt: Time,
    endsAt: Time.optional().describe('of a resolved one'),
    generatorURL: z.string().default(''),
    fingerprint: z
      .string()
      .regex(/^[0-9a-zA-Z]{1,64}$/, "a fingerprint is Alertmanager's hash of the labels")
      .describe('tells it from every other alert'),
  })
  .meta({ id: 'AlertmanagerAlert' });
export type AlertmanagerAlert = z.infer<typeof AlertmanagerAlert>;

/** What Alertmanager posts to a webhook, version 4: what it says of the group as a whole is not asked. */
export const AlertmanagerMessage = z
  .object(
    {
      version: z.literal('4'),
      alerts: z.array(AlertmanagerAlert).max(1_000, 'a message holds up to 1,000 alerts: set max_alerts'),
      truncatedAlerts: z.number().int().nonnegative().default(0).describe('left out by its max_alerts'),
    },
    "the body is what Alertmanager's webhook_config posts, version 4: an object with the alerts of a group",
  )
  .meta({
    id: 'AlertmanagerMessage',
    example: {
      version: '4',
      groupKey: '{}:{alertname="HighErrorRate"}',
      truncatedAlerts: 0,
      status: 'firing',
      receiver: 'forestall',
      groupLabels: { alertname: 'HighErrorRate' },
      commonLabels: { alertname: 'HighErrorRate', service: 'checkout', severity: 'critical' },
      commonAnnotations: { summary: 'checkout answers errors' },
      externalURL: 'http://alertmanager.example:9093',
      alerts: [
        {
          status: 'firing',
          labels: { alertname: 'HighErrorRate', service: 'checkout', severity: 'critical' },
          annotations: { summary: 'checkout answers errors', runbook_url: 'https://runbooks.example/errors' },
          startsAt: '2026-11-24T16:00:00.000Z',
          endsAt: '0001-01-01T00:00:00Z',
          generatorURL: 'http://prometheus.example:9090/graph',
          fingerprint: '4e7f9a1c2b3d5e60',
        },
      ],
    },
  });
export type AlertmanagerMessage = z.infer<typeof AlertmanagerMessage>;

const LONGEST_METRIC = 100;

/**
 * One of Alertmanager's alerts in our words.
 * @returns the news, its service as the labels name it; or, in a sentence, why it is none
 */
export function alertmanagerNews(alert: AlertmanagerAlert, rules: AlertRules, now: EpochSeconds): AlertNews | string {
  const { status, labels, annotations, fingerprint, generatorURL } = alert;
  const name = text(own(labels, 'alertname')) ?? 'alert';
  const service = serviceOf(name, labels, rules);
  if (service === undefined)
    return `nothing says which service this is about: none of its labels ${rules.service_labels.join(', ')} names one, and forestall.yml gives alerts.services no ${name}`;
  const firing = status === 'firing';
  return {
    source: 'alertmanager',
    fingerprint,
    says: status,
    since: firing ? secondsOf(alert.startsAt) : endOf(alert, now),
    ordered: false,
    service,
    metric: metricOf(name, own(labels, 'metric')),
    ...gravityOf(name, own(labels, 'severity'), rules),
    value: firing ? number(own(annotations, 'value')) : null, // what a resolved one repeats is how it was while it fired
    threshold: number(own(annotations, 'threshold')),
    told: {
      name: shortened(name, LONGEST_METRIC),
      summary: text(own(annotations, 'summary'), own(annotations, 'description'), own(annotations, 'message')),
      url: text(generatorURL),
      runbook: text(own(annotations, 'runbook_url'), own(annotations, 'runbook')),
      labels: fewLabels(labels),
    },
  };
}

function serviceOf(name: string, labels: Record<string, string>, { services, service_labels }: AlertRules) {
  const given = own(services, name);
  if (given !== undefined) return given;
  return service_labels.map((label) => own(labels, label)).find((value) => ServiceName.safeParse(value).success);
}

/** A label may say which of our metrics it watches; otherwise the alert's own name stands for it. */
const metricOf = (name: string, label: string | undefined): string =>
  label !== undefined && knownMetric(label) ? canonicalMetric(label) : shortened(name, LONGEST_METRIC);

const secondsOf = (time: string): EpochSeconds => Date.parse(time) / 1000;

/** One without an end (the year 1 says so too) has just ended. */
function endOf({ startsAt, endsAt }: AlertmanagerAlert, now: EpochSeconds): EpochSeconds {
  const end = endsAt === undefined ? Number.NEGATIVE_INFINITY : secondsOf(endsAt);
  return end > secondsOf(startsAt) ? end : now;
}

/** The first figure of an annotation such as `{{ $value }}` or `93.2 %`; null where there is none. */
export function number(written: string | undefined): number | null {
  const figure = /^\s*([-+]?\d+(?:\.\d+)?(?:e[-+]?\d+)?)/i.exec(written ?? '')?.[1];
  const value = figure === undefined ? Number.NaN : Number(figure);
  return Number.isFinite(value) ? value : null;
}
