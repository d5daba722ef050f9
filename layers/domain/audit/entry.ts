import * as z from 'zod';
import { Instant } from '../time.ts';

/** One thing that was decided or done, as whoever did it tells it. It is numbered and chained afterwards, by one writer. */
export const AuditEntry = z.object({
  id: z
    .string()
    .min(1)
    .max(300)
    .describe('derived from what it tells of, so that a repeat is known: it is recorded once'),
  at: Instant,
  actor: z.string().min(1).max(300).describe('who: policy:<id>, key:<id>, engine, deployment'),
  action: z.string().min(1).max(100).describe('the noun and what became of it: policy.created, action.held'),
  target: z.string().min(1).max(300).describe('what it was done to: service:<name>, policy:<id>, engine'),
  detail: z.record(z.string(), z.unknown()).describe('what explains it, without secrets; what is large is cut'),
});
export type AuditEntry = z.infer<typeof AuditEntry>;
