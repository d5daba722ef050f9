import { randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import * as z from 'zod';

const KEY = /^[a-z][a-zA-Z\d_-]{0,63}$/;
const MOST_A_PAGE = 50;
const SHORTEST_POLL_SECONDS = 15;

type State = 'DEPLOYING' | 'BAKING' | 'COMPLETE' | 'ROLLED_BACK' | 'REVERTED';
interface Deployment {
  DeploymentNumber: number;
  ConfigurationProfileId: string;
  ConfigurationVersion: string;
  Description?: string;
  State: State;
  CompletedAt?: string;
}
interface Answer {
  status: number;
  body?: unknown;
  headers?: Record<string, string>;
  bytes?: Buffer;
}

class Refused extends Error {
  type: string;
  status: number;

  constructor(status: number, type: string, message: string) {
    super(message);
    this.type = type;
    this.status = status;
  }
}
const notFound = (what: string) => new Refused(404, 'ResourceNotFoundException', `${what} not found`);
const conflict = (why: string) => new Refused(409, 'ConflictException', why);
const bad = (why: string) => new Refused(400, 'BadRequestException', why);

const Attributes = z.looseObject({ constraints: z.looseObject({ type: z.string() }) });
const Document = z.strictObject({
  version: z.literal('1'),
  flags: z
    .record(
      z.string().regex(KEY),
      z.strictObject({
        name: z.string(),
        description: z.string().optional(),
        _createdAt: z.string().optional(),
        _updatedAt: z.string().optional(),
        attributes: z.record(z.string().regex(KEY), Attributes).optional(),
      }),
    )
    .default({}),
  values: z.record(z.string().regex(KEY), z.looseObject({ enabled: z.boolean() })).default({}),
});
type Document = z.infer<typeof Document>;

/** AppConfig's own check of a document of feature flags. */
function checked(bytes: Buffer): Document {
  const read = Document.safeParse(JSON.parse(bytes.toString('utf8')));
  if (!read.success) throw bad(`the content is no document of feature flags: ${z.prettifyError(read.error)}`);
  for (const [key, value] of Object.entries(read.data.values)) {
    const definition = read.data.flags[key];
    if (!definition) throw bad(`the value ${key} has no definition`);
    for (const [attribute, given] of Object.entries(value)) {
      if (attribute === 'enabled' || attribute.startsWith('_')) continue;
      const type = definition.attributes?.[attribute]?.constraints.type;
      if (type !== typeof given) throw bad(`the attribute ${attribute} of ${key} is no ${type ?? 'attribute of it'}`);
    }
  }
  return read.data;
}

/** AppConfig, control and data plane, with one application `app` and an environment and a profile a service. It refuses
 *  what AWS refuses: a document that is none, a second deployment at the same time, a stale number, a token used twice, a
 *  poll that comes too early. */
export async function startAppConfig(services: readonly string[]) {
  const state = {
    /** how deployments begin: finished at once, or under way until the test finishes them */
    begins: 'COMPLETE' as State,
    /** answers 500 to so many calls */
    failing: 0,
    /** answers to nothing */
    silent: false,
    /** loses the answer to the next deployment that it starts */
    loses: false,
    calls: [] as string[],
    now: () => Date.now(),
  };
  const versions = new Map<string, Buffer[]>(services.map((name) => [`p-${name}`, []]));
  const deployments = new Map<string, Deployment[]>(services.map((name) => [`e-${name}`, []]));
  const sessions = new Map<
    string,
    { environment: string; profile: string; has: string; notBefore: number; wait: number }
  >();

  const of = (environment: string): Deployment[] => {
    const found = deployments.get(environment);
    if (!found) throw notFound(`Environment ${environment}`);
    return found;
  };
  const contentOf = (profile: string, version: string): Buffer => {
    const found = versions.get(profile)?.[Number(version) - 1];
    if (!found) throw notFound(`Version ${version}`);
    return found;
  };
  const page = (items: unknown[], query: URLSearchParams, each = MOST_A_PAGE): Answer => {
    const most = Number(query.get('max_results') ?? each);
    if (most > MOST_A_PAGE) throw bad('max_results is at most 50');
    const from = Number(query.get('next_token') ?? 0);
    const until = from + Math.min(most, each);
    const more = until < items.length ? { NextToken: String(until) } : {};
    return { status: 200, body: { Items: items.slice(from, until), ...more } };
  };

  function start(environment: string, body: Record<string, unknown>): Answer {
    const before = of(environment);
    const latest = before.at(-1)?.DeploymentNumber ?? 0;
    const underWay = before.find(({ State }) => State === 'DEPLOYING' || State === 'BAKING');
    if (underWay) throw conflict(`Deployment number ${underWay.DeploymentNumber} is still in progress`);
    if (body.LatestDeploymentNumber !== undefined && body.LatestDeploymentNumber !== latest) {
      throw conflict(`the latest deployment is ${latest}, not ${String(body.LatestDeploymentNumber)}`);
    }
    const profile = String(body.ConfigurationProfileId);
    checked(contentOf(profile, String(body.ConfigurationVersion)));
    const made: Deployment = {
      DeploymentNumber: latest + 1,
      ConfigurationProfileId: profile,
      ConfigurationVersion: String(body.ConfigurationVersion),
      Description: String(body.Description ?? ''),
      State: state.begins,
      ...(state.begins === 'COMPLETE' ? { CompletedAt: new Date(state.now()).toISOString() } : {}),
    };
    before.push(made);
    return { status: 201, body: made };
  }

  function session(body: Record<string, unknown>): Answer {
    const wait = body.RequiredMinimumPollIntervalInSeconds;
    if (wait !== undefined && (typeof wait !== 'number' || wait < SHORTEST_POLL_SECONDS)) {
      throw bad('RequiredMinimumPollIntervalInSeconds is at least 15');
    }
    const environment = String(body.EnvironmentIdentifier);
    of(environment);
    const token = randomUUID();
    const profile = String(body.ConfigurationProfileIdentifier);
    sessions.set(token, { environment, profile, has: '', notBefore: 0, wait: typeof wait === 'number' ? wait : 60 });
    return { status: 201, body: { InitialConfigurationToken: token } };
  }

  function latest(query: URLSearchParams): Answer {
    const token = query.get('configuration_token') ?? '';
    const asked = sessions.get(token);
    if (!asked) throw bad('the token is not valid, or was used already');
    if (state.now() < asked.notBefore) throw bad('Request too early');
    sessions.delete(token);
    const inForce = of(asked.environment).findLast(
      ({ State, ConfigurationProfileId }) => State === 'COMPLETE' && ConfigurationProfileId === asked.profile,
    );
    if (!inForce) throw notFound('a deployed configuration');
    const told = inForce.ConfigurationVersion === asked.has ? Buffer.alloc(0) : retrieved(asked.profile, inForce);
    const next = randomUUID();
    const notBefore = state.now() + asked.wait * 1000;
    sessions.set(next, { ...asked, has: inForce.ConfigurationVersion, notBefore });
    return {
      status: 200,
      bytes: told,
      headers: { 'next-poll-configuration-token': next, 'next-poll-interval-in-seconds': String(asked.wait) },
    };
  }

  /** What a reader is told: the values alone, and of one that is off only that. */
  function retrieved(profile: string, { ConfigurationVersion }: Deployment): Buffer {
    const { values } = checked(contentOf(profile, ConfigurationVersion));
    const told = Object.entries(values).map(([key, value]) => [key, value.enabled ? value : { enabled: false }]);
    return Buffer.from(JSON.stringify(Object.fromEntries(told)));
  }

  function route(method: string, path: string, query: URLSearchParams, body: Buffer): Answer {
    const json = (): Record<string, unknown> => z.record(z.string(), z.unknown()).parse(JSON.parse(body.toString()));
    const [, kind, app, what, id, rest, number] = path.split('/');
    if (kind === 'configurationsessions') return session(json());
    if (kind === 'configuration') return latest(query);
    if (kind !== 'applications' || app !== 'app') throw notFound(`Application ${app}`);
    const named = (prefix: string) => services.map((name) => ({ Id: `${prefix}-${name}`, Name: name }));
    if (id === undefined && what === 'environments') return page(named('e'), query, 2);
    if (id === undefined && what === 'configurationprofiles') return page(named('p'), query, 2);
    if (what === 'environments' && id !== undefined && rest === 'deployments') {
      if (method === 'POST') return start(id, json());
      if (number === undefined) return page(of(id).toReversed(), query);
      const found = of(id).find(({ DeploymentNumber }) => DeploymentNumber === Number(number));
      if (!found) throw notFound(`Deployment ${number}`);
      return { status: 200, body: found };
    }
    if (what === 'configurationprofiles' && id !== undefined) {
      if (method === 'GET') return { status: 200, bytes: contentOf(id, number ?? '') };
      checked(body);
      const own = versions.get(id);
      if (!own) throw notFound(`Profile ${id}`);
      own.push(body);
      return { status: 201, bytes: body, headers: { 'version-number': String(own.length) } };
    }
    throw notFound(path);
  }

  const server = createServer(async (request, response) => {
    const body = await bodyOf(request);
    const url = new URL(request.url ?? '', 'http://appconfig');
    state.calls.push(`${request.method} ${url.pathname}`);
    if (state.silent) return;
    let answer: Answer;
    try {
      if (state.failing > 0) {
        state.failing -= 1;
        throw new Refused(500, 'InternalServerException', 'try again');
      }
      answer = route(request.method ?? '', url.pathname, url.searchParams, body);
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      const { type, message, status } = error;
      answer = { status, body: { Message: message }, headers: { 'x-amzn-errortype': type } };
    }
    if (state.loses && request.method === 'POST' && url.pathname.endsWith('/deployments')) {
      state.loses = false;
      response.destroy();
      return;
    }
    response.writeHead(answer.status, { 'content-type': 'application/json', ...answer.headers });
    response.end(answer.bytes ?? JSON.stringify(answer.body ?? {}));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;

  /** Deploys as a person would in the console. */
  const deploy = (service: string, document: unknown, profile = `p-${service}`): number => {
    const own = versions.get(profile) ?? [];
    own.push(Buffer.from(JSON.stringify(document)));
    versions.set(profile, own);
    start(`e-${service}`, {
      ConfigurationProfileId: profile,
      ConfigurationVersion: String(own.length),
      Description: 'by hand',
    });
    return of(`e-${service}`).length;
  };
  return {
    url: `http://127.0.0.1:${port}`,
    state,
    deploy,
    deployments: (service: string) => of(`e-${service}`),
    /** Ends the deployment that is under way. */
    finish: (service: string, how: State = 'COMPLETE') => {
      const last = of(`e-${service}`).at(-1);
      if (last) Object.assign(last, { State: how, CompletedAt: new Date(state.now()).toISOString() });
    },
    values: (service: string) => {
      const inForce = of(`e-${service}`).findLast(({ State }) => State === 'COMPLETE');
      return inForce ? checked(contentOf(inForce.ConfigurationProfileId, inForce.ConfigurationVersion)).values : {};
    },
    stop: () =>
      new Promise<void>((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
}

async function bodyOf(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(Buffer.from(chunk));
  return Buffer.concat(chunks);
}
