import * as z from 'zod';
import { metricNamed } from '../../metric/cloudwatchNames.ts';
import { canonicalService, ServiceName } from '../../service/name.ts';
import type { Service } from '../../service/service.ts';
import type { AlertNews } from './alert.ts';
import { type AlertRules, gravityOf, own } from './gravity.ts';
import { fewLabels, shortened, text } from './shorten.ts';

// What CloudWatch tells EventBridge of its alarms. Only what is used is asked for: the rest may change.

const Metric = z.object({
  metricStat: z
    .object({
      metric: z.object({
        namespace: z.string().default(''),
        name: z.string().default(''),
        dimensions: z.record(z.string(), z.string()).default({}),
      }),
    })
    .optional(), // an expression has none
});

const common = {
  source: z.literal('aws.cloudwatch'),
  account: z.string(),
  region: z.string(),
};
const Configuration = z
  .object({ description: z.string().optional(), metrics: z.array(Metric).default([]) })
  .prefault({});
const Tags = z.record(z.string(), z.string()).default({}).describe('where the alarm passes on its tags');
const State = z.object({
  value: z.enum(['OK', 'ALARM', 'INSUFFICIENT_DATA']),
  reason: z.string().default(''),
  reasonData: z.string().optional(),
  timestamp: z.string(),
});

export const AlarmStateChange = z.object({
  ...common,
  'detail-type': z.literal('CloudWatch Alarm State Change'),
  detail: z.object({ alarmName: z.string().min(1), configuration: Configuration, alarmTags: Tags, state: State }),
});

/** An alarm that is deleted while it stands would never be said to be over. */
export const AlarmDeletion = z.object({
  ...common,
  time: z.string(),
  'detail-type': z.literal('CloudWatch Alarm Configuration Change'),
  detail: z.object({
    alarmName: z.string().min(1),
    operation: z.literal('delete'),
    configuration: Configuration,
    alarmTags: Tags,
  }),
});

export const AlarmEvent = z.discriminatedUnion('detail-type', [AlarmStateChange, AlarmDeletion]);
export type AlarmEvent = z.infer<typeof AlarmEvent>;

/** A tag of an alarm, where it passes its tags on, that names the service. */
const SERVICE_TAG = 'forestall:service';

const says = { ALARM: 'firing', OK: 'resolved', INSUFFICIENT_DATA: 'silent' } as const;

/**
 * What an alarm says, in our words.
 * @param services all that are watched: an alarm of anything else is none of ours, unless `forestall.yml` or a tag says so
 * @returns the news; or, in a sentence, why it is none
 */
export function alarmNews(event: AlarmEvent, services: readonly Service[], rules: AlertRules): AlertNews | string {
  const { account, region, detail } = event;
  const { alarmName: name, alarmTags: tags, configuration } = detail;
  const metric = configuration.metrics.find(({ metricStat }) => metricStat !== undefined)?.metricStat?.metric;
  const dimensions = metric?.dimensions ?? {};
  const service = serviceOf(name, tags, dimensions, services, rules);
  if (service === undefined) return `no dimension of the alarm ${name} names a service that is watched`;
  const state = 'state' in detail ? detail.state : undefined;
  const since = secondsOf(state?.timestamp ?? ('time' in event ? event.time : ''));
  if (since === undefined) return `the alarm ${name} says no time`;
  const data = dataOf(state?.reasonData);
  return {
    source: 'cloudwatch_alarm',
    fingerprint: `${account}/${region}/${name}`,
    says: state ? says[state.value] : 'silent',
    since,
    ordered: true,
    service,
    metric: (metric && metricNamed(metric.namespace, metric.name)) ?? shortened(name, 100),
    ...gravityOf(name, own(tags, 'severity'), rules),
    ...data,
    told: {
      name,
      summary: text(configuration.description, state?.reason),
      url: `https://${region}.console.aws.amazon.com/cloudwatch/home?region=${region}#alarmsV2:alarm/${encodeURIComponent(name)}`,
      runbook: null,
      labels: fewLabels(dimensions),
    },
  };
}

function serviceOf(
  name: string,
  tags: Readonly<Record<string, string>>,
  dimensions: Readonly<Record<string, string>>,
  services: readonly Service[],
  rules: AlertRules,
): string | undefined {
  const given = own(rules.services, name) ?? own(tags, SERVICE_TAG);
  if (given !== undefined) return ServiceName.safeParse(given).success ? given : undefined;
  const { ClusterName: cluster, ServiceName: inEcs } = dimensions;
  const runs = services.find(
    ({ workload }) =>
      workload.platform === 'ecs' &&
      workload.service === inEcs &&
      (cluster === undefined || cluster === workload.cluster),
  );
  if (runs) return runs.name;
  const names = services.map((one) => one.name);
  return Object.values(dimensions)
    .map((value) => canonicalService(value, names))
    .find((value) => names.includes(value));
}

/** CloudWatch writes an offset without its colon. */
function secondsOf(time: string): number | undefined {
  const at = Date.parse(time.replace(/([+-]\d{2})(\d{2})$/, '$1:$2')) / 1000;
  return Number.isFinite(at) ? at : undefined;
}

const ReasonData = z.object({
  recentDatapoints: z.array(z.number()).default([]),
  threshold: z.number().optional(),
});

/** The newest value and the threshold, where the alarm is of one metric: JSON within the JSON. */
function dataOf(written: string | undefined): Pick<AlertNews, 'value' | 'threshold'> {
  const { data } = ReasonData.safeParse(json(written ?? ''));
  return { value: data?.recentDatapoints.at(-1) ?? null, threshold: data?.threshold ?? null };
}

function json(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
