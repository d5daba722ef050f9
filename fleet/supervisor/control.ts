import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import * as z from 'zod';
import { FAULTS, Fault } from '../faults.ts';
import type { Publisher } from '../metrics/publisher.ts';
import { SERVICE_NAMES } from '../services.ts';
import { BodyTooLarge, readBody } from './body.ts';
import type { Fleet } from './fleet.ts';
import { stateOf } from './state.ts';
import type { Versions } from './versions.ts';

const BODY_LIMIT = 16_384;

const FaultRequest = z.object({ service: z.enum(SERVICE_NAMES), fault: Fault });
const LoadRequest = z.object({ factor: z.number().min(0).max(5) });
const MetricsRequest = z.object({ lag_seconds: z.number().min(0).max(300) });

interface Answer {
  status: number;
  body: unknown;
}

/** What the switches work on. */
export interface Controlled {
  fleet: Fleet;
  publisher: Publisher;
  versions: Versions;
}
type Route = (controlled: Controlled, body: unknown) => Answer | Promise<Answer>;

const ROUTES: Record<string, Route> = {
  'GET /healthz': ({ fleet }) => ({ status: fleet.steady ? 200 : 503, body: { steady: fleet.steady } }),
  'GET /state': ({ fleet, publisher }) => ({ status: 200, body: stateOf(fleet, publisher) }),
  'POST /faults': (controlled, body) =>
    checked(FaultRequest, body, ({ service, fault }) => breakIt(controlled, service, fault)),
  'DELETE /faults': async ({ fleet, versions }) => {
    fleet.heal();
    await Promise.all([...fleet.services.values()].map((runner) => versions.takeBack(runner)));
    return { status: 200, body: { healed: true } };
  },
  'PUT /load': ({ fleet }, body) =>
    checked(LoadRequest, body, ({ factor }) => {
      fleet.load.factor = factor;
      return { status: 200, body: { factor } };
    }),
  'PUT /metrics': ({ publisher }, body) =>
    checked(MetricsRequest, body, ({ lag_seconds }) => {
      publisher.lagSeconds = lag_seconds;
      return { status: 200, body: { lag_seconds } };
    }),
};

/** The demo's own switches, for the CLI and the benches; it listens on this machine only. */
export function controlServer(controlled: Controlled): Server {
  return createServer((request, response) => {
    handle(request, controlled).then(
      (answer) => send(response, answer),
      (error: unknown) => send(response, failure(error)),
    );
  });
}

async function handle(request: IncomingMessage, controlled: Controlled): Promise<Answer> {
  // A web page that this machine's browser shows could post here too, under another host name or without JSON.
  if (!/^(127\.0\.0\.1|localhost)(:\d+)?$/.test(request.headers.host ?? '')) {
    return problem(403, 'Forbidden', 'the fleet answers calls to 127.0.0.1 and localhost only');
  }
  const route = ROUTES[`${request.method} ${request.url}`];
  if (!route) return problem(404, 'Not Found', `there is ${Object.keys(ROUTES).join(', ')}`);
  if (request.method === 'GET') return route(controlled, undefined);
  if (request.headers.origin !== undefined) return problem(403, 'Forbidden', 'web pages may not control the fleet');
  const text = (await readBody(request, BODY_LIMIT)).toString('utf8');
  return route(controlled, text === '' ? undefined : JSON.parse(text));
}

async function breakIt({ fleet, versions }: Controlled, service: string, fault: Fault): Promise<Answer> {
  const runner = fleet.find(service);
  if (!runner) return problem(404, 'Not Found', `the fleet runs no ${service}`);
  const tasks = fault === 'bad-version' ? await versions.releaseBad(runner) : fleet.setFault(runner, fault);
  if (tasks === 0)
    return problem(409, 'Conflict', `no task of ${service} is running that could be broken; wait for one`);
  return { status: 202, body: { service, fault, tasks, at: new Date().toISOString(), description: FAULTS[fault] } };
}

function checked<T>(
  schema: z.ZodType<T>,
  body: unknown,
  then: (value: T) => Answer | Promise<Answer>,
): Answer | Promise<Answer> {
  const read = schema.safeParse(body);
  if (read.success) return then(read.data);
  const errors = read.error.issues.map((issue) => ({ pointer: `/${issue.path.join('/')}`, message: issue.message }));
  return {
    status: 422,
    body: {
      title: 'Unprocessable Content',
      status: 422,
      detail: errors.map(({ pointer, message }) => `${pointer}: ${message}`).join('; '),
      errors,
      faults: FAULTS,
      services: SERVICE_NAMES,
    },
  };
}

function failure(error: unknown): Answer {
  if (error instanceof BodyTooLarge) return problem(413, 'Content Too Large', error.message);
  if (error instanceof SyntaxError) return problem(400, 'Bad Request', 'the body is not JSON');
  return problem(500, 'Internal Server Error', 'the fleet could not carry this out');
}

function problem(status: number, title: string, detail: string): Answer {
  return { status, body: { title, status, detail } };
}

function send(response: ServerResponse, { status, body }: Answer): void {
  const type = status >= 400 ? 'application/problem+json' : 'application/json';
  response.writeHead(status, { 'content-type': type });
  response.end(`${JSON.stringify(body)}\n`);
}
