import pRetry from 'p-retry';
import type { Clock } from '#ports';
import { IssuerUnreachable } from './issuerUnreachable.ts';

/** Two tries of this long and a pause fit into the time that a caller waits. */
const TIMEOUT_MS = 2_500;
const PAUSE_MS = 200;
/** After a failure nobody asks for so long: whoever sends tokens meanwhile is answered at once. */
const REST_SECONDS = 5;

/**
 * Asks an identity provider: a bounded time, once more after a pause with jitter, no redirects.
 * @throws IssuerUnreachable for whatever is not answered with 200
 */
export function issuerFetch(issuer: string, clock: Clock) {
  let restsUntil = 0;
  return async (url: string): Promise<Response> => {
    if (clock.now() < restsUntil) throw new IssuerUnreachable(issuer);
    try {
      return await pRetry(() => ask(url), {
        retries: 1,
        minTimeout: PAUSE_MS,
        randomize: true,
        // a mistaken address or an answer that says no is not mended by asking again
        shouldRetry: ({ error }) => !(error instanceof Refused),
      });
    } catch (cause) {
      restsUntil = clock.now() + REST_SECONDS;
      throw new IssuerUnreachable(issuer, { cause });
    }
  };
}

class Refused extends Error {}

async function ask(url: string): Promise<Response> {
  const response = await fetch(url, {
    redirect: 'error',
    signal: AbortSignal.timeout(TIMEOUT_MS),
    headers: { accept: 'application/json, application/jwk-set+json' },
  });
  if (response.status === 200) return response;
  await response.body?.cancel();
  const message = `${url} answers ${response.status}`;
  throw response.status < 500 && response.status !== 429 ? new Refused(message) : new Error(message);
}
