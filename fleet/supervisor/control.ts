import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import * as z from 'zod';
import { FAULTS, Fault } from '../faults.ts';
import type { Publisher } from '../metrics/publisher.ts';
import { SERVICE_NAMES } from '../services.ts';
import { BodyTooLarge, readBody } from './body.ts';
import type { Fleet } from './fleet.ts';
import { stateOf } from './state.ts';

const BODY_LIMIT = 16_384;

const FaultRequest = z.object({ service: z.enum(SERVICE_NAMES), fault: Fault });
const LoadRequest = z.object({ factor: z.number().min(0).max(5) });
const MetricsRequest = z.object({ lag_seconds: z.number().min(0).max(300) });

interface Answer {
  status: number;
  body: unknown;
}
type Route = (fleet: Fleet, publisher: Publisher, body: unknown) => Answer;

const ROUTES: Record<string, Route> = {
  'GET /healthz': (fleet) => ({ status: fleet.steady ? 200 : 503, body: { steady: fleet.steady } }),
  'GET /state': (fleet, publisher) => ({ status: 200, body: stateOf(fleet, publisher) }),
  'POST /faults': (fleet, _publisher, body) =>
    checked(FaultRequest, body, ({ service, fault }) => breakIt(fleet, service, fault)),
  'DELETE /faults': (fleet) => {
    fleet.heal();
    return { status: 200, body: { healed: true } };
  },
  'PUT /load': (fleet, _publisher, body) =>
    checked(LoadRequest, body, ({ factor }) => {
      fleet.load.factor = factor;
      return { status: 200, body: { factor } };
    }),
  'PUT /metrics': (_fleet, publisher, body) =>
    checked(MetricsRequest, body, ({ lag_seconds }) => {
      publisher.lagSeconds = lag_seconds;
      return { status: 200, body: { lag_seconds } };
    }),
};

/** The demo's own switches, for the CLI and the benches; it listens on this machine only. */
export function controlServer(fleet: Fleet, publisher: Publisher): Server {
  return createServer((request, response) => {
    handle(request, fleet, publisher).then(
      (answer) => send(response, answer),
      (error: unknown) => send(response, failure(error)),
    );
  });
}

async function handle(request: IncomingMessage, fleet: Fleet, publisher: Publisher): Promise<Answer> {
  // A web page that this machine's browser shows could post here too, under another host name or without JSON.
  if (!/^(127\.0\.0\.1|localhost)(:\d+)?$/.test(request.headers.host ?? '')) {
    return problem(403, 'Forbidden', 'the fleet answers calls to 127.0.0.1 and localhost only');
  }
  const route = ROUTES[`${request.method} ${request.url}`];
  if (!route) return problem(404, 'Not Found', `there is ${Object.keys(ROUTES).join(', ')}`);
  if (request.method === 'GET') return route(fleet, publisher, undefined);
  if (request.headers.origin !== undefined) return problem(403, 'Forbidden', 'web pages may not control the fleet');
  const text = (await readBody(request, BODY_LIMIT)).toString('utf8');
  return route(fleet, publisher, text === '' ? undefined : JSON.parse(text));
}

function breakIt(fleet: Fleet, service: string, fault: Fault): Answer {
  const runner = fleet.find(service);
  if (!runner) return problem(404, 'Not Found', `the fleet runs no ${service}`);
  const tasks = fleet.setFault(runner, fault);
  if (tasks === 0)
    return problem(409, 'Conflict', `no task of ${service} is running that could be broken; wait for one`);
  return { status: 202, body: { service, fault, tasks, at: new Date().toISOString(), description: FAULTS[fault] } };
}

function checked<T>(schema: z.ZodType<T>, body: unknown, then: (value: T) => Answer): Answer {
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
