import { ECSClient, UpdateServiceCommand } from '@aws-sdk/client-ecs';
import { beforeAll } from 'vitest';
import * as z from 'zod';
import { CLUSTER, DESIRED_AT_FIRST, SERVICE_NAMES } from '#fleet/services.ts';
import { actionsOf, calm, enablePolicies, fleetService, healFleet, setLoad } from './fleet.ts';
import { api, installation, json } from './installation.ts';
import { until } from './until.ts';

// Every end-to-end file shares one fleet, and begins with it as it was at first, whatever the file before has left.
beforeAll(async () => {
  await setLoad(1);
  await healFleet();
  await forgetWhatWasMade();
  for (const service of SERVICE_NAMES) await takeBackLimits(service);
  await desireAsAtFirst();
  await nothingUnderWay();
  await calm();
  // what was under way may have scaled once more meanwhile
  if (await desireAsAtFirst()) await calm();
}, 600_000);

const Policies = z.object({ policies: z.array(z.looseObject({ id: z.string(), source: z.string() })) });
const Webhooks = z.object({ webhooks: z.array(z.looseObject({ id: z.string() })) });

async function forgetWhatWasMade(): Promise<void> {
  const { policies } = await json(api('/policies'), Policies);
  for (const { id } of policies.filter(({ source }) => source === 'api'))
    await api(`/policies/${id}`, { method: 'DELETE' });
  const { webhooks } = await json(api('/webhooks'), Webhooks);
  for (const { id } of webhooks) await api(`/webhooks/${id}`, { method: 'DELETE' });
  await enablePolicies(true);
}

const Engine = z.looseObject({ under_way: z.array(z.looseObject({ service: z.string(), type: z.string() })) });

/** A restart that is under way would cure the fault that a test is about to make. */
const nothingUnderWay = () =>
  until(
    'no repair and no deployment is under way',
    async () => {
      const { under_way } = await json(api('/status'), Engine);
      const rollouts = await Promise.all(SERVICE_NAMES.map(async (name) => (await fleetService(name)).rollout));
      if (under_way.length === 0 && rollouts.every((one) => one === 'COMPLETED')) return true;
      throw new Error(
        `${under_way.map(({ service, type }) => `${type} of ${service}`).join(', ')}; ${rollouts.join(', ')}`,
      );
    },
    { within: 240_000, every: 2_000 },
  );

/** Takes back what makes a service do less; what is being verified still can only be taken back once it has its verdict. */
const takeBackLimits = (service: string) =>
  until(
    `${service} does all of its work`,
    async () => {
      const { flags } = await fleetService(service);
      if (Object.values(flags).every(({ enabled }) => !enabled)) return true;
      const limits = ['circuit_breaker', 'rate_limiter'];
      const body = JSON.stringify({ reason: 'another test begins' });
      for (const { id, type, acted_at } of await actionsOf(service))
        if (limits.includes(type) && acted_at !== null) await api(`/actions/${id}/rollback`, { method: 'POST', body });
      return false;
    },
    { within: 240_000, every: 5_000 },
  );

/** @returns whether any service had another number of tasks */
async function desireAsAtFirst(): Promise<boolean> {
  const caller = { region: 'us-east-1', credentials: { accessKeyId: 'test', secretAccessKey: 'test' } };
  const ecs = new ECSClient({ endpoint: installation().ecs_url ?? '', ...caller });
  const runsOthers = async (service: string) => (await fleetService(service)).tasks.length !== DESIRED_AT_FIRST;
  let changed = false;
  for (const service of SERVICE_NAMES) {
    if ((await fleetService(service)).desired === DESIRED_AT_FIRST) continue;
    changed = true;
    await ecs.send(new UpdateServiceCommand({ cluster: CLUSTER, service, desiredCount: DESIRED_AT_FIRST }));
  }
  ecs.destroy();
  for (const service of SERVICE_NAMES)
    await until(`${service} has its first number of tasks`, async () => !(await runsOthers(service)), {
      within: 90_000,
    });
  return changed;
}
