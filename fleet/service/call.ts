import { Agent, request } from 'node:http';

const agent = new Agent({ keepAlive: true, maxSockets: 64, timeout: 30_000 });

export class CallFailed extends Error {
  override name = 'CallFailed';
}

/** Calls another service through its load balancer; answers of 400 and above and silence are failures: who answers 429
 *  did not do it. */
export function call(method: 'GET' | 'POST', url: string, timeoutMs: number): Promise<void> {
  return new Promise((resolve, reject) => {
    const fail = (why: string) => reject(new CallFailed(`${method} ${new URL(url).pathname}: ${why}`));
    const sent = request(url, { method, agent, headers: { 'content-length': '0' } }, (answer) => {
      const status = answer.statusCode ?? 0;
      answer.resume();
      answer.on('end', () => (status >= 400 ? fail(`answered ${status}`) : resolve()));
      answer.on('error', (error) => fail(error.message));
    });
    const timer = setTimeout(() => sent.destroy(new Error(`no answer in ${timeoutMs} ms`)), timeoutMs);
    sent.on('close', () => clearTimeout(timer));
    sent.on('error', (error) => fail(error.message));
    sent.end();
  });
}
