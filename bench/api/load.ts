import autocannon from 'autocannon';
import type { Deployment } from '../deployment.ts';
import type { Call, Kind } from './kinds.ts';

export interface Load {
  kind: string;
  connections: number;
  /** answers a second, of any status */
  perSecond: number;
  /** milliseconds */
  p50: number;
  p99: number;
  max: number;
  answered: number;
  /** answers that were not 2xx, and calls that had none */
  failed: number;
}

/**
 * Calls of one kind by so many at once for so long.
 * @param warm calls of each caller before that, which begin its worker and are not counted
 */
export async function load(
  { apiUrl }: Pick<Deployment, 'apiUrl'>,
  { name, requests }: Kind,
  { connections, seconds, warm }: { connections: number; seconds: number; warm: number },
): Promise<Load> {
  const run = (length: { duration: number } | { amount: number }) =>
    autocannon({
      url: apiUrl,
      connections,
      ...length,
      timeout: 30,
      requests: requests.map((one) => under(apiUrl, one)),
    });
  await run({ amount: connections * warm });
  const { requests: sent, duration, latency, non2xx, errors } = await run({ duration: seconds });
  return {
    kind: name,
    connections,
    perSecond: sent.total / duration,
    p50: latency.p50,
    p99: latency.p99,
    max: latency.max,
    answered: sent.total,
    failed: non2xx + errors,
  };
}

/** The load generator puts a request's path in the place of its address' own. */
function under(url: string, { next, ...request }: Call): autocannon.Request {
  const base = new URL(url).pathname;
  const placed = (one: autocannon.Request): autocannon.Request => ({ ...one, path: `${base}${one.path}` });
  return { ...placed(request), ...(next ? { setupRequest: (one) => ({ ...one, ...placed(next()) }) } : {}) };
}
