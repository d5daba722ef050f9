import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface SystemCall {
  method: string;
  path: string;
  query: URLSearchParams;
  headers: IncomingHttpHeaders;
  /** as it came */
  text: string;
  /** undefined: it is no JSON */
  body: unknown;
}
export interface SystemAnswer {
  status: number;
  body?: unknown;
  headers?: Record<string, string>;
}

/** A system that people are told through, in its protocol, on this machine: it refuses what the real one refuses. */
export async function startSystem(answer: (call: SystemCall) => SystemAnswer) {
  const calls: SystemCall[] = [];
  const planned: (SystemAnswer | 'hang up')[] = [];
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const { pathname, searchParams } = new URL(request.url ?? '/', 'http://here');
      const text = Buffer.concat(chunks).toString('utf8');
      const { method = '', headers } = request;
      const call = { method, path: pathname, query: searchParams, headers, text, body: parsed(text) };
      const next = planned.shift();
      if (next === 'hang up') {
        request.socket.destroy();
        return;
      }
      if (next === undefined) calls.push(call);
      const { status, body, headers: more = {} } = next ?? answer(call);
      const json = typeof body === 'object';
      response.writeHead(status, { ...(json ? { 'content-type': 'application/json' } : {}), ...more });
      response.end(json ? JSON.stringify(body) : body);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    /** what it answered by itself, in the order in which it came */
    calls,
    /** the next call gets this instead */
    answerOnce: (next: SystemAnswer | 'hang up') => void planned.push(next),
    stop: () =>
      new Promise<void>((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
