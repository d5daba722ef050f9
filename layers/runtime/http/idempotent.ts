import { createHash } from 'node:crypto';
import type { MiddlewareObj } from '@middy/core';
import * as z from 'zod';
import { repeatable } from '#contract/route.ts';
import { seal, unseal } from '#domain/key/seal.ts';
import type { Answer } from './answers.ts';
import { type Call, routeOf } from './call.ts';
import type { HttpPorts } from './ports.ts';
import { BadRequest, Conflict, Invalid } from './problems.ts';

/** An answer is given again for a day. */
const KEPT_SECONDS = 86_400;
/** A function ends before this, so a lock that is older belongs to one that died. */
const LOCKED_SECONDS = 60;
/** An item of the table holds 400 KB; what is larger is not kept. */
const LARGEST_KEPT = 300_000;

const Kept = z.object({
  status: z.number(),
  body: z.unknown(),
  headers: z.record(z.string(), z.string()).optional(),
  contentType: z.string().optional(),
});

/**
 * A write with an `Idempotency-Key` is done once: the same request again gets the same answer. Answers may hold what is
 * shown once (a key, a webhook's secret), so they are kept sealed: only the same caller with the same key opens them.
 */
export const idempotent = (ports: () => HttpPorts): MiddlewareObj<Call, Answer> => ({
  async before({ event: call }) {
    const given = call.raw.idempotencyKey;
    if (given === undefined || !repeatable(routeOf(call).contract)) return;
    if (!/^[\x21-\x7e]{1,255}$/.test(given))
      throw new BadRequest('an Idempotency-Key holds 1 to 255 printable characters');
    const now = call.context.clock.now();
    const name = `${call.caller.id}#${digest(given)}`;
    const until = { locked: now + LOCKED_SECONDS, kept: Math.ceil(now) + KEPT_SECONDS };
    const fingerprint = fingerprintOf(call);
    const found = await ports().requests.begin(name, fingerprint, until);
    if (found.state === 'begun') {
      call.keep = name;
      return;
    }
    if (found.fingerprint !== fingerprint)
      throw new Invalid([{ pointer: '', in: 'header', message: 'this Idempotency-Key was used for another request' }]);
    if (found.state === 'running') throw new Conflict('this very request is under way', { retryAfter: 2 });
    call.replayed = opened(found.answer, call);
  },
  async after({ event: call, response }) {
    if (call.keep === undefined || !response) return;
    const sealed = seal(JSON.stringify(response), sealingSecret(call));
    if (sealed.length <= LARGEST_KEPT) return keepAnswer(call.keep, sealed, call, ports);
    call.context.log.warn('an answer is too large to be kept', {
      route: routeOf(call).contract.id,
      length: sealed.length,
    });
    await letGo(call.keep, call, ports);
  },
  async onError({ event: call }) {
    if (call.keep !== undefined) await letGo(call.keep, call, ports); // it did not work, so it may be tried again
  },
});

/** It is done, so its caller is told, even where that cannot be told again: until its lock ends a repeat is refused. */
async function keepAnswer(name: string, sealed: string, call: Call, ports: () => HttpPorts): Promise<void> {
  try {
    await ports().requests.keep(name, sealed);
  } catch (error) {
    call.context.log.error('an answer could not be kept', { route: routeOf(call).contract.id, error });
  }
}

/** An error is told as it is, whether or not its request can be let go of; the lock ends by itself. */
async function letGo(name: string, call: Call, ports: () => HttpPorts): Promise<void> {
  try {
    await ports().requests.release(name);
  } catch (error) {
    call.context.log.error('a request could not be let go of', { route: routeOf(call).contract.id, error });
  }
}

const digest = (text: string): string => createHash('sha256').update(text, 'utf8').digest('hex');

const fingerprintOf = ({ event, raw }: Call): string =>
  digest(`${event.requestContext.http.method}\n${event.rawPath}\n${raw.query}\n${digest(raw.body.toString('base64'))}`);

const sealingSecret = ({ secret, raw }: Call): string => `${secret}\n${raw.idempotencyKey}`;

function opened(sealed: string, call: Call): Answer {
  const text = unseal(sealed, sealingSecret(call));
  if (text === undefined)
    throw new Conflict("this request was answered to the key's secret before its rotation, or to an earlier token");
  const kept = Kept.parse(JSON.parse(text));
  return { ...kept, headers: { ...kept.headers, 'idempotent-replayed': 'true' } };
}
