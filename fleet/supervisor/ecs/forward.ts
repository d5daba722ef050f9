import { type IncomingHttpHeaders, request } from 'node:http';

const TIMEOUT_MS = 10_000;
const HOP_BY_HOP = ['connection', 'keep-alive', 'transfer-encoding', 'upgrade', 'proxy-authorization', 'te', 'trailer'];

export interface Answered {
  status: number;
  headers: IncomingHttpHeaders;
  body: Buffer;
}

/** Passes a call on byte for byte. `Host` stays what the caller signed. Not retried: a call may change something, and
 *  the caller's SDK retries by itself.
 *  @throws Error when the emulator does not answer */
export function forward(
  emulator: URL,
  call: { method: string; path: string; headers: IncomingHttpHeaders; body: Buffer },
): Promise<Answered> {
  const headers = Object.fromEntries(Object.entries(call.headers).filter(([name]) => !HOP_BY_HOP.includes(name)));
  return new Promise((resolve, reject) => {
    const sent = request({
      host: emulator.hostname,
      port: emulator.port || 80,
      method: call.method,
      path: call.path,
      headers,
      timeout: TIMEOUT_MS,
    });
    sent.on('response', (answer) => {
      const chunks: Buffer[] = [];
      answer.on('data', (chunk: Buffer) => chunks.push(chunk));
      answer.on('error', reject);
      answer.on('end', () =>
        resolve({ status: answer.statusCode ?? 502, headers: answer.headers, body: Buffer.concat(chunks) }),
      );
    });
    sent.on('timeout', () => sent.destroy(new Error(`the emulator did not answer within ${TIMEOUT_MS} ms`)));
    sent.on('error', reject);
    sent.end(call.body);
  });
}
