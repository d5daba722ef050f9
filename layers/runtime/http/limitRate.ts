import type { MiddlewareObj } from '@middy/core';
import type { RateCounter } from '#ports';
import type { Answer, RateState } from './answers.ts';
import type { Call } from './call.ts';
import type { HttpPorts } from './ports.ts';
import { TooMany } from './problems.ts';

/** A key's calls are counted by the hour, under this name. */
export const KEY_WINDOW = 3_600;
export const keyRate = (id: string): string => `key#${id}`;

/** Far more than a person mistypes, far too few to guess with. */
export const FAILURES = { policy: 'failures', limit: 60, window: 60 };

export const addressRate = (sourceIp: string): string => `address#${sourceIp}`;

/** Counts the call, with one conditional increment, and refuses it when the key's hour is used up. */
export const limitRate = (ports: () => HttpPorts): MiddlewareObj<Call, Answer> => ({
  async before({ event: call }) {
    const { id, rateLimit } = call.caller;
    if (id === null || rateLimit === null) return;
    await take(call, ports().rates, keyRate(id), { policy: 'key', limit: rateLimit, window: KEY_WINDOW });
  },
});

/** Counts a failed authentication against the address it came from. Whoever holds a right key is never counted. */
export async function limitFailures(call: Call, rates: Pick<RateCounter, 'take'>): Promise<void> {
  await take(call, rates, addressRate(call.event.requestContext.http.sourceIp), FAILURES);
}

type Policy = Pick<RateState, 'policy' | 'limit' | 'window'>;

async function take(call: Call, rates: Pick<RateCounter, 'take'>, name: string, policy: Policy): Promise<void> {
  const { ok, remaining, reset_at, repeated } = await rates.take(name, policy.limit, policy.window);
  // why somebody was let through less often than the limit says
  if (repeated) call.context.log.warn('a call may have been counted twice', { policy: policy.policy, name });
  call.rate = { ...policy, remaining, reset_at };
  if (!ok) {
    const wait = secondsLeft(call.rate, call.context.clock.now());
    throw new TooMany(`no more than ${policy.limit} in ${policy.window} s; the next is possible in ${wait} s`, wait);
  }
}

const secondsLeft = ({ reset_at }: RateState, now: number): number => Math.max(1, Math.ceil(reset_at - now));

/** The fields of draft-ietf-httpapi-ratelimit-headers, on every answer to a call that was counted. */
export function rateHeaders(rate: RateState | null, now: number): Record<string, string> {
  if (rate === null) return {};
  const { policy, limit, window, remaining } = rate;
  return {
    'ratelimit-policy': `"${policy}";q=${limit};w=${window}`,
    ratelimit: `"${policy}";r=${remaining};t=${secondsLeft(rate, now)}`,
  };
}
