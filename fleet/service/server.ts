import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { FleetService } from '../services.ts';
import { CallFailed } from './call.ts';
import { PoolExhausted } from './pool.ts';
import type { Work } from './work.ts';

/** Told once for each request that was served, with the milliseconds it took. */
export type Served = (latencyMs: number, ok: boolean) => void;

const ROUTES: Record<FleetService, { method: string; path: RegExp }> = {
  orders: { method: 'POST', path: /^\/orders\/(\d{1,9})$/ },
  users: { method: 'GET', path: /^\/users\/(\d{1,9})$/ },
  payments: { method: 'POST', path: /^\/payments\/(\d{1,9})$/ },
};

/** The HTTP side of one task: `/healthz` and the one route of its service. */
export function serviceServer(service: FleetService, work: Work, served: Served): Server {
  const route = ROUTES[service];
  return createServer({ keepAliveTimeout: 30_000 }, (request, response) => {
    request.resume();
    if (request.method === 'GET' && request.url === '/healthz') return answer(response, 200, { status: 'ok', service });
    const item = route.path.exec(request.url ?? '')?.[1];
    if (item === undefined || request.method !== route.method) {
      return answer(response, 404, { error: `${service} answers ${route.method} /${service}/{number} only` });
    }
    if (!work.honoured.admits(performance.now())) {
      // served, if not as the caller wished: the limit is meant to be felt here and nowhere behind it
      served(0, true);
      response.setHeader('retry-after', '1');
      return answer(response, 429, { error: 'RateLimited' });
    }
    void serve(Number(item), work, request, response, served);
  });
}

async function serve(
  item: number,
  work: Work,
  request: IncomingMessage,
  response: ServerResponse,
  served: Served,
): Promise<void> {
  const began = performance.now();
  const gone = new AbortController();
  response.on('close', () => {
    if (!response.writableEnded) gone.abort(new Error('the caller hung up'));
  });
  try {
    const result = await work.serve(item, gone.signal);
    served(performance.now() - began, true);
    const whole = result.degraded === undefined;
    answer(response, whole ? (request.method === 'POST' ? 201 : 200) : 202, { ...result });
  } catch (error) {
    served(performance.now() - began, false);
    answer(response, statusOf(error), { error: error instanceof Error ? error.name : 'Error' });
  }
}

function statusOf(error: unknown): number {
  if (error instanceof PoolExhausted) return 503;
  return error instanceof CallFailed ? 502 : 500;
}

function answer(response: ServerResponse, status: number, body: Record<string, unknown>): void {
  if (response.destroyed) return;
  const text = JSON.stringify(body);
  response.writeHead(status, { 'content-type': 'application/json', 'content-length': Buffer.byteLength(text) });
  response.end(text);
}
