import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface Received {
  headers: IncomingHttpHeaders;
  body: string;
}

/** A webhook receiver on this machine that can be taken down (it answers 503), made to hang, and brought back. */
export async function startReceiver() {
  const received: Received[] = [];
  let refused = 0;
  let status: number | 'never' = 204;
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      if (status === 'never') {
        refused += 1;
        return;
      }
      if (status < 400) received.push({ headers: request.headers, body: Buffer.concat(chunks).toString('utf8') });
      else refused += 1;
      response.writeHead(status, status === 302 ? { location: 'http://169.254.169.254/latest/meta-data/' } : {}).end();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}/hook`,
    received,
    refusals: () => refused,
    takeDown: () => {
      status = 503;
    },
    bringBack: () => {
      status = 204;
    },
    answer: (code: number | 'never') => {
      status = code;
    },
    stop: () =>
      new Promise<void>((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
}
