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
  answer(target, 502, 'The API behind this address does not answer. Is the installation still starting or stopping?');
}

/** An HTTP API of API Gateway answers 503 where its integration takes longer than it waits. */
export function answerLate(target: ServerResponse | Duplex, answerMs: number): void {
  answer(target, 503, `The API did not answer within ${answerMs / 1000} s.`);
}

function answer(target: ServerResponse | Duplex, status: number, detail: string): void {
  if (target instanceof ServerResponse) answerProblem(target, status, detail);
  else if (target.writable) refuseUpgrade(target, status, detail);
}
