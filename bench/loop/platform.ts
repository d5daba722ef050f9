import { DescribeServicesCommand, ECSClient, UpdateServiceCommand } from '@aws-sdk/client-ecs';
import pRetry from 'p-retry';
import * as z from 'zod';
import { Anomaly } from '#domain/anomaly/anomaly.ts';
import { Action } from '#domain/remediation/action.ts';
import { type Instant, toEpoch } from '#domain/time.ts';
import type { Fault } from '#fleet/faults.ts';
import { CLUSTER } from '#fleet/services.ts';
import { REGION } from '#local/environment.ts';
import { LocalError } from '#local/errors.ts';
import type { LocalState } from '#local/state.ts';

const CALL_MS = 15_000;
const RETRIES = 4;
/** An hour of asking every few seconds is more than a key's usual thousand calls. */
const CALLS_AN_HOUR = 100_000;

const NewKey = z.object({ id: z.string(), key: z.string() });
const Anomalies = z.object({ anomalies: z.array(Anomaly) });
const Actions = z.object({ actions: z.array(Action) });
const Health = z.array(
  z.object({ service: z.string(), status: z.string(), open_anomalies: z.number(), ready: z.boolean() }),
);
const FleetState = z.object({
  steady: z.boolean(),
  services: z.array(z.object({ name: z.string(), desired: z.number() })),
  faults: z.array(z.object({ service: z.string(), fault: z.string() })),
  metrics: z.object({ lag_seconds: z.number() }),
});
export type FleetState = z.infer<typeof FleetState>;

/** The installation as the bench sees it: its API, and the demo fleet's switches. */
export interface Platform {
  anomalies(since: Instant): Promise<Anomaly[]>;
  /** the newest ones */
  actions(limit: number): Promise<Action[]>;
  /** undefined when it is calm, else what is missing */
  unrest(): Promise<string | undefined>;
  fleet(): Promise<FleetState>;
  /** @returns epoch seconds at which the fault was set */
  break(service: string, fault: Fault): Promise<number>;
  heal(): Promise<void>;
  publishLate(seconds: number): Promise<void>;
  /** Gives a service back the number of tasks that it had before a repair changed it. */
  resize(service: string, desired: number): Promise<void>;
  /** Takes back the bench's own key. */
  leave(): Promise<void>;
}

/** Opens an installation with a key of the bench's own, whose rate limit is made for it. */
export async function openPlatform(state: LocalState, signal: AbortSignal): Promise<Platform> {
  const { api_url, admin_key, fleet_control_url: controlUrl, ecs_url: ecsUrl } = state;
  if (controlUrl === null || ecsUrl === null) {
    throw new LocalError('This installation runs without the demo fleet.', 'Start it without --no-fleet.');
  }
  const asked = { name: 'bench', description: 'bench:loop', scopes: ['read'], rate_limit: CALLS_AN_HOUR };
  const answer = await call(`${api_url}/keys`, { method: 'POST', key: admin_key, body: asked, signal });
  const own = NewKey.parse(answer);
  const read = (path: string) => call(`${api_url}${path}`, { key: own.key, signal });
  const control = (method: string, path: string, body?: unknown) =>
    call(`${controlUrl}${path}`, { method, body, signal });
  const fleet = async () => FleetState.parse(await control('GET', '/state'));
  const credentials = { accessKeyId: 'test', secretAccessKey: 'test' };
  const requestHandler = { connectionTimeout: 2_000, requestTimeout: 10_000 };
  const ecs = new ECSClient({ endpoint: ecsUrl, region: REGION, credentials, maxAttempts: 3, requestHandler });
  return {
    anomalies: async (since) => Anomalies.parse(await read(`/anomalies?status=all&since=${since}&limit=200`)).anomalies,
    actions: async (limit) => Actions.parse(await read(`/actions?limit=${limit}`)).actions,
    unrest: async () => unrestOf(Health.parse(await read('/health')), await fleet()),
    fleet,
    async break(service, fault) {
      const set = z.object({ at: z.iso.datetime() }).parse(await control('POST', '/faults', { service, fault }));
      return toEpoch(set.at);
    },
    // without the signal: these put back what was changed, also when the bench is stopped
    heal: async () => void (await call(`${controlUrl}/faults`, { method: 'DELETE' })),
    publishLate: async (seconds) =>
      void (await call(`${controlUrl}/metrics`, { method: 'PUT', body: { lag_seconds: seconds } })),
    async resize(service, desired) {
      const { services = [] } = await ecs.send(new DescribeServicesCommand({ cluster: CLUSTER, services: [service] }));
      if (services[0]?.desiredCount === desired) return;
      await ecs.send(new UpdateServiceCommand({ cluster: CLUSTER, service, desiredCount: desired }));
    },
    async leave() {
      ecs.destroy();
      await call(`${api_url}/keys/${own.id}`, { method: 'DELETE', key: admin_key });
    },
  };
}

function unrestOf(services: z.infer<typeof Health>, { steady, faults, services: run }: FleetState): string | undefined {
  const [fault] = faults;
  if (fault) return `${fault.service} has ${fault.fault}`;
  if (!steady) return 'tasks are missing';
  const unseen = run.filter(({ name }) => !services.some(({ service }) => service === name));
  if (unseen.length > 0) return `nothing is known yet of ${unseen.map(({ name }) => name).join(', ')}`;
  const learning = services.filter(({ ready }) => !ready);
  if (learning.length > 0) return `detection learns ${learning.map(({ service }) => service).join(', ')}`;
  const troubled = services.filter(({ status, open_anomalies }) => status !== 'healthy' || open_anomalies > 0);
  if (troubled.length === 0) return undefined;
  return troubled.map((one) => `${one.service} is ${one.status}, ${one.open_anomalies} open`).join('; ');
}

interface Call {
  method?: string;
  key?: string;
  body?: unknown;
  signal?: AbortSignal;
}

/** A call with a time limit, tried again a few times where that may help. */
async function call(url: string, { method = 'GET', key, body, signal }: Call): Promise<unknown> {
  const timed = () => (signal ? AbortSignal.any([signal, AbortSignal.timeout(CALL_MS)]) : AbortSignal.timeout(CALL_MS));
  return pRetry(
    async () => {
      const response = await fetch(url, {
        method,
        signal: timed(),
        headers: {
          ...(key === undefined ? {} : { 'X-API-Key': key }),
          ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      });
      const text = await response.text();
      if (!response.ok) throw new Refused(method, url, response.status, text);
      return text === '' ? undefined : JSON.parse(text);
    },
    {
      retries: RETRIES,
      minTimeout: 200,
      randomize: true,
      signal,
      shouldRetry: ({ error }) => !(error instanceof Refused) || error.status >= 500 || error.status === 429,
    },
  );
}

class Refused extends Error {
  readonly status: number;

  constructor(method: string, url: string, status: number, text: string) {
    super(`${method} ${url} answered ${status}: ${text.slice(0, 300)}`);
    this.status = status;
  }
}
