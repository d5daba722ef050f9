import { createHash } from 'node:crypto';
import * as z from 'zod';
import { canonical } from '../canonical.ts';
import { Instant } from '../time.ts';

/**
 * A person's consent to one action. needed: known when it was claimed, its plan is still to be made; requested: asked, with
 * the plan's hash; approved, rejected: a person decided; timed_out: nobody did in time; stale: what would be done, or what
 * is there, changed after it was asked, so that what was decided about is no more.
 */
export const Approval = z
  .object({
    state: z.enum(['needed', 'requested', 'approved', 'rejected', 'timed_out', 'stale']),
    why: z.string().describe('why a person is asked'),
    timeout_seconds: z.number().positive(),
    on_timeout: z.enum(['escalate', 'reject']).describe('whether people are paged when nobody decides in time'),
    hash: z.string().nullable().describe('of the plan and the state it saw: what a decision is bound to'),
    asked_at: Instant.nullable(),
    expires_at: Instant.nullable(),
    decided_at: Instant.nullable(),
    decided_by: z.string().nullable(),
    note: z.string().nullable(),
  })
  .meta({ id: 'Approval' });
export type Approval = z.infer<typeof Approval>;

/** Somebody's wish to have a finished action taken back, and how that went. */
export const Undo = z
  .object({
    state: z.enum(['asked', 'done', 'refused']),
    by: z.string().describe('lease, or key:<id>'),
    reason: z.string(),
    asked_at: Instant,
    ended_at: Instant.nullable(),
    tries: z.number().int().nonnegative().describe('executions that were started for it'),
  })
  .meta({ id: 'Undo' });
export type Undo = z.infer<typeof Undo>;

/** An approval that nobody has been asked for yet. */
export const neededApproval = (
  why: string,
  { timeout_seconds, on_timeout }: Pick<Approval, 'timeout_seconds' | 'on_timeout'>,
): Approval => ({
  state: 'needed',
  why,
  timeout_seconds,
  on_timeout,
  hash: null,
  asked_at: null,
  expires_at: null,
  decided_at: null,
  decided_by: null,
  note: null,
});

/** What is approved: the type, the service, its parameters and the plan, which holds the state that it was made from. */
export function planHash(what: {
  type: string;
  service: string;
  parameters: Readonly<Record<string, unknown>>;
  plan: Readonly<Record<string, unknown>>;
}): string {
  const { type, service, parameters, plan } = what;
  return createHash('sha256').update(canonical({ type, service, parameters, plan })).digest('hex');
}
