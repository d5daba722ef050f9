import { createHash } from 'node:crypto';
import * as z from 'zod';
import { AuditRecord } from '#domain/audit/record.ts';
import { Action } from '#domain/remediation/action.ts';
import { bookService, publish } from '#test/support/aws.ts';
import { actionWhere } from '#test/support/fleet.ts';
import { api, json } from '#test/support/installation.ts';
import { storeAnomaly } from '#test/support/stored.ts';
import { until } from '#test/support/until.ts';

/** What a call needs that no other call can make, by operation: parts of its path and query, and its whole body. */
export type Seeds = Record<string, { path?: object; query?: object; body?: object }[]>;

const Made = z.looseObject({ id: z.string() });
const post = (path: string, body: object) => api(path, { method: 'POST', body: JSON.stringify(body) });
const RUN = new Date().toISOString();
const id = (name: string) => `anomaly_${createHash('sha256').update(`${name}${RUN}`).digest('hex').slice(0, 26)}`;

const WATCHED = ['orders', 'contract-yes', 'contract-no', 'contract-back', 'contract-held'] as const;

/** Services that are watched, episodes, actions that wait for a person, a decision that was kept. */
export async function makeSeeds(): Promise<Seeds> {
  for (const name of WATCHED) if (!(await api(`/services/${name}`)).ok) await bookService(name);
  await publishCpu('orders');
  for (const name of WATCHED) {
    await until(`${name} is watched`, async () => (await api(`/services/${name}`)).ok, { within: 150_000 });
  }
  const [yes, no, back, decision, metric] = await Promise.all([
    asked('contract-yes'),
    asked('contract-no'),
    acted('contract-back'),
    decided('contract-held'),
    measured('orders'),
  ]);
  const policy = await made('/policies', { ...scaling('contract-back'), name: `promoted ${RUN}`, enabled: false });
  const seen = await Promise.all(
    ['seen', 'taken back'].map((name) => storeAnomaly({ id: id(name), service: 'museum' })),
  );
  await json(post(`/anomalies/${id('taken back')}/feedback`, { verdict: 'true_positive' }), z.looseObject({}));
  const anomaly = [{ path: { id: seen[0]?.id } }];
  const service = [{ path: { name: 'orders' } }];
  const action = [{ path: { id: back } }];
  return {
    getAnomaly: anomaly,
    giveFeedback: anomaly,
    ackAnomaly: anomaly,
    takeBackFeedback: [{ path: { id: id('taken back') } }],
    getAction: action,
    getActionStatus: action,
    approveAction: [{ path: { id: yes }, body: {} }],
    rejectAction: [{ path: { id: no }, body: {} }],
    rollbackAction: action,
    executeAction: [{ body: { service: 'contract-back', action: 'alert', reason: 'a seed' } }],
    replayDecision: [{ path: { id: decision } }],
    promotePolicy: [{ path: { id: policy }, body: { reason: 'a seed' } }],
    demotePolicy: [{ path: { id: policy }, body: { reason: 'a seed' } }],
    getService: service,
    getServiceMetrics: [{ ...service[0], query: { metric } }],
    listServicePredictions: [{ path: { service: 'orders' } }],
    postForecast: [{ body: { service: 'orders', metric, periods: 1 } }],
  };
}

const scaling = (service: string) => ({
  condition: 'anomaly(memory_usage).score > 0.5',
  service,
  action: { type: 'scale', by: '+1' },
  cooldown: 1,
});

const made = async (path: string, body: object) => (await json(post(path, body), Made, 201)).id;

/** Trouble that nobody published a metric of: its policy judges it once. */
const trouble = (service: string) =>
  storeAnomaly({ id: id(service), service, metric: 'memory_usage', level: 'warn', detected_at: RUN });

async function asked(service: string): Promise<string> {
  await made('/policies', { ...scaling(service), name: `asks ${service} ${RUN}`, autonomy: 'suggest' });
  await trouble(service);
  const waits = (one: Action) => one.status === 'awaiting_approval';
  return (await actionWhere('asks', service, RUN, waits, 60_000)).id;
}

async function acted(service: string): Promise<string> {
  const request = { action: 'scale', service, reason: 'to be taken back', parameters: { by: '+1' } };
  await json(post('/actions/execute', request), Action, 202);
  const has = (one: Action) => one.type === 'scale' && one.acted_at !== null;
  return (await actionWhere('acts', service, RUN, has, 60_000)).id;
}

async function decided(service: string): Promise<string> {
  await made('/policies', { ...scaling(service), name: `observes ${service} ${RUN}`, autonomy: 'observe' });
  await trouble(service);
  const Records = z.looseObject({ records: z.array(AuditRecord) });
  const { id: decision } = await until(
    'the decision is in the audit',
    async () => {
      const { records } = await json(api(`/audit?target=service:${service}&limit=100`), Records);
      return records.find(({ action, at }) => action === 'decision.made' && at >= RUN);
    },
    { within: 90_000, every: 1_000 },
  );
  return decision;
}

async function publishCpu(service: string): Promise<void> {
  const now = Math.floor(Date.now() / 10_000) * 10;
  const points = Array.from({ length: 30 }, (_, index) => ({ at: now - 300 + index * 10, value: 20 + (index % 3) }));
  await publish(service, 'CPUUtilization', points);
}

/** @returns the metric that is known of the service */
async function measured(service: string): Promise<string> {
  await until(
    'the metric is known',
    async () => {
      await publishCpu(service);
      return (await api(`/services/${service}/metrics?metric=cpu_usage`)).ok;
    },
    { within: 120_000, every: 2_000 },
  );
  return 'cpu_usage';
}
