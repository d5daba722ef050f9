import { ServerResponse, STATUS_CODES } from 'node:http';
import type { Duplex } from 'node:stream';

/** The body of an RFC 9457 answer of the front itself. */
function problem(status: number, detail: string): string {
  return JSON.stringify({ type: 'about:blank', title: STATUS_CODES[status] ?? 'Error', status, detail });
}

export function answerProblem(response: ServerResponse, status: number, detail: string): void {
  if (response.headersSent) {
    response.destroy(); // half an answer is out: cutting it off is the only honest end
    return;
  }
  response.writeHead(status, { 'content-type': 'application/problem+json' }).end(problem(status, detail));
}

/** Refuses a WebSocket handshake with an ordinary HTTP answer. */
export function refuseUpgrade(socket: Duplex, status: number, detail: string): void {
  const body = problem(status, detail);
  const head = [
    `HTTP/1.1 ${status} ${STATUS_CODES[status]}`,
    'content-type: application/problem+json',
    `content-length: ${Buffer.byteLength(body)}`,
    'connection: close',
  ];
  socket.end(`${head.join('\r\n')}\r\n\r\n${body}`);
}

export function answerUnreachable(target: ServerResponse | Duplex): void {
  const detail = 'The API behind this address does not answer. Is the installation still starting or stopping?';
  if (target instanceof ServerResponse) answerProblem(target, 502, detail);
  else if (target.writable) refuseUpgrade(target, 502, detail);
}
