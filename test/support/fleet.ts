import * as z from 'zod';
import { Anomaly } from '#domain/anomaly/anomaly.ts';
import { Action } from '#domain/remediation/action.ts';
import type { Fault } from '#fleet/faults.ts';
import { api, installation, json } from './installation.ts';
import { until } from './until.ts';

const Task = z.object({ id: z.string(), phase: z.string() }).loose();
const Flag = z.object({ enabled: z.boolean() }).loose();
const FleetState = z.object({
  services: z.array(
    z
      .object({
        name: z.string(),
        desired: z.number(),
        rollout: z.string(),
        tasks: z.array(Task),
        flags: z.record(z.string(), Flag),
      })
      .loose(),
  ),
});

async function control(method: string, path: string, body?: unknown): Promise<Response> {
  const url = installation().fleet_control_url;
  if (url === null) throw new Error('this test needs the fleet');
  return fetch(`${url}${path}`, {
    method,
    signal: AbortSignal.timeout(10_000),
    ...(body === undefined ? {} : { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } }),
  });
}

export const breakService = (service: string, fault: Fault) =>
  json(control('POST', '/faults', { service, fault }), z.unknown(), 202);
/** The load from outside, in parts of the load at rest. */
export const setLoad = (factor: number) => json(control('PUT', '/load', { factor }), z.unknown());
export const healFleet = () => json(control('DELETE', '/faults'), z.unknown());

/** A service of the fleet, with the tasks that run. */
export async function fleetService(name: string) {
  const { services } = await json(control('GET', '/state'), FleetState);
  const found = services.find((service) => service.name === name);
  if (!found) throw new Error(`the fleet runs no ${name}`);
  // stopped tasks stay in sight for a while, as in ECS
  return { ...found, tasks: found.tasks.filter(({ phase }) => phase === 'running') };
}

const Anomalies = z.object({ anomalies: z.array(Anomaly) });
const Actions = z.object({ actions: z.array(Action) });

export const anomaliesOf = async (service: string, status: 'open' | 'all' = 'all') =>
  (await json(api(`/anomalies?service=${service}&status=${status}&limit=100`), Anomalies)).anomalies;
export const actionsOf = async (service: string) =>
  (await json(api(`/actions?service=${service}&limit=100`), Actions)).actions;

/** An action of this service begun after `since`, once it satisfies `wanted`. */
export const actionWhere = (
  what: string,
  service: string,
  since: string,
  wanted: (action: Action) => boolean,
  within = 180_000,
) =>
  until(
    `${service}: ${what}`,
    async () => {
      const actions = (await actionsOf(service)).filter(({ created_at }) => created_at >= since);
      const found = actions.find(wanted);
      if (!found) throw new Error(`${actions.map(inShort).join('; ') || 'no action'}; ${await why([service])}`);
      return found;
    },
    { within },
  );

/** What a failed test must tell of an action that was not the one. */
const inShort = ({ type, status, policy_name, verdict, guards }: Action): string => {
  const held = status === 'held' ? guards.filter(({ passed }) => !passed).map(({ reason }) => reason) : [];
  return [type, status, `by ${policy_name ?? 'hand'}`, verdict, ...held].filter((part) => part !== null).join(', ');
};

const Health = z.array(
  z.object({ service: z.string(), status: z.string(), open_anomalies: z.number(), ready: z.boolean() }).loose(),
);
export const health = () => json(api('/health'), Health);

async function why(services: readonly string[]): Promise<string> {
  const open = await Promise.all(services.map((service) => anomaliesOf(service, 'open')));
  const told = open
    .flat()
    .map(({ service, metric, level, current_value, detected_at }) =>
      [service, metric, level, current_value, detected_at].join(' '),
    );
  return `open anomalies of ${services.join(', ')}: ${told.join('; ') || 'none'}`;
}

/** Every service has been seen long enough, is healthy, and nothing is open. */
export const calm = (within = 300_000) =>
  until(
    'the fleet is calm and detection is ready',
    async () => {
      const services = await health();
      const uneasy = services.filter((one) => !one.ready || one.status !== 'healthy' || one.open_anomalies > 0);
      if (services.length < 3 || uneasy.length > 0) throw new Error(await why(uneasy.map(({ service }) => service)));
      return true;
    },
    { within, every: 2_000 },
  );

export const toggle = (enabled: boolean, reason: string) =>
  json(api('/toggle', { method: 'POST', body: JSON.stringify({ enabled, reason }) }), z.unknown());

const Policies = z.object({
  policies: z.array(z.object({ id: z.string(), source: z.string(), enabled: z.boolean() }).loose()),
});

/** Switches every policy that ships on or off through the API, as it stands. */
export async function enablePolicies(enabled: boolean): Promise<void> {
  const { policies } = await json(api('/policies'), Policies);
  for (const policy of policies.filter((one) => one.source === 'file' && one.enabled !== enabled)) {
    const body = JSON.stringify({ ...policy, enabled });
    await json(api(`/policies/${policy.id}`, { method: 'PUT', body }), z.unknown());
  }
}
