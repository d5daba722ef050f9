import { isIP, type LookupFunction } from 'node:net';
import { Agent, request } from 'undici';
import { hostOf, refusal } from '#domain/webhook/address.ts';
import type { Answer, SystemReader, WebhookSender } from '#ports';
import { addressesOf } from './resolve.ts';

const MOST_MS = 10_000;
const MOST_BYTES = 64 * 1024;

interface SenderOptions {
  allowHosts: readonly string[];
  resolve?: (url: string) => Promise<string[]>;
  timeoutMs?: number;
}

/**
 * Calls receivers. What the host resolves to is checked at each call, and the connection is made to the very address
 * that was checked, so that a name that changes its mind in between gains nothing. Redirects are answers, not followed.
 */
export function webhookSender({
  allowHosts,
  resolve = addressesOf,
  timeoutMs = MOST_MS,
}: SenderOptions): WebhookSender & SystemReader {
  async function made(url: string, sent: { body: string | null; headers: Readonly<Record<string, string>> }) {
    const began = performance.now();
    const answer = (part: Partial<Answer>): Answer => ({
      status: null,
      error: null,
      retryAfter: undefined,
      body: '',
      ...part,
      duration_ms: Math.round(performance.now() - began),
    });
    const addresses = await resolve(url);
    if (addresses.length === 0) return answer({ error: `${hostOf(url)} does not resolve` });
    const refused = refusal(url, addresses, allowHosts);
    if (refused !== undefined) return answer({ error: refused });
    const agent = new Agent({ connect: { lookup: always(addresses), timeout: timeoutMs }, pipelining: 0 });
    try {
      return answer(await call(url, { ...sent, agent, timeoutMs }));
    } catch (error) {
      return answer({ error: reasonOf(error) });
    } finally {
      await agent.destroy();
    }
  }
  return {
    send: (url, body, headers) => made(url, { body, headers }),
    get: (url, headers) => made(url, { body: null, headers }),
  };
}

async function call(
  url: string,
  {
    agent,
    timeoutMs,
    ...sent
  }: { body: string | null; headers: Readonly<Record<string, string>>; agent: Agent; timeoutMs: number },
): Promise<Partial<Answer>> {
  const response = await request(url, {
    method: sent.body === null ? 'GET' : 'POST',
    body: sent.body,
    headers: { 'user-agent': 'Forestall', ...sent.headers },
    dispatcher: agent,
    signal: AbortSignal.timeout(timeoutMs),
  });
  const retryAfter = response.headers['retry-after'];
  return {
    status: response.statusCode,
    retryAfter: typeof retryAfter === 'string' ? retryAfter : undefined,
    body: await beginning(response.body),
  };
}

/** The first bytes of an answer; what comes after them is not waited for. The status counts even when it breaks off. */
async function beginning(body: AsyncIterable<Uint8Array>): Promise<string> {
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  try {
    for await (const chunk of body) {
      chunks.push(chunk);
      bytes += chunk.length;
      if (bytes >= MOST_BYTES) break;
    }
  } catch {
    // the receiver had answered; only the end of its text is missing
  }
  return Buffer.concat(chunks).subarray(0, MOST_BYTES).toString('utf8');
}

/** A resolver that knows one answer: the addresses that were checked. */
const always =
  (addresses: readonly string[]): LookupFunction =>
  (host, options, done) => {
    const all = addresses.map((address) => ({ address, family: isIP(address) }));
    const [first] = all;
    if (first === undefined) done(new Error(`${host} has no address`), '');
    else if (options.all) done(null, all);
    else done(null, first.address, first.family);
  };

/** Why there was no answer, in words that hold nothing of the request. */
function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return 'the call failed';
  if (error.name === 'TimeoutError') return 'no answer in time';
  const code = 'code' in error && typeof error.code === 'string' ? error.code : undefined;
  return code === undefined ? error.message : `${code}: ${error.message}`;
}
