import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface Asked {
  method: string;
  path: string;
  key: string | undefined;
  body: unknown;
}
/** `text`, where the body is no JSON */
export type Answer = { status?: number; body?: unknown; text?: string; headers?: Record<string, string> } | 'hang up';

/** A real HTTP server that answers as it is told and keeps what it was asked. */
export async function answering(answer: (asked: Asked, count: number) => Answer) {
  const asked: Asked[] = [];
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const sent = Buffer.concat(chunks).toString('utf8');
      const one: Asked = {
        method: request.method ?? '',
        path: request.url ?? '',
        key: request.headers['x-api-key']?.toString(),
        body: sent === '' ? undefined : JSON.parse(sent),
      };
      asked.push(one);
      const given = answer(one, asked.length);
      if (given === 'hang up') return void request.socket.destroy();
      const { status = 200, body = {}, text = JSON.stringify(body), headers = {} } = given;
      response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(text);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    asked,
    stop: () =>
      new Promise<void>((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
