import type { Instant } from '#domain/time.ts';

/** One thing that was decided or done, as whoever did it tells it. It is numbered and chained afterwards, by one writer. */
export interface AuditEntry {
  /** derived from what it tells of, so that a repeat is known: it is kept once */
  id: string;
  at: Instant;
  /** who: `policy:<id>`, `key:<id>`, `engine`, `deployment` */
  actor: string;
  /** the noun and what became of it: `policy.created`, `action.held`, `engine.toggled`, `decision.made` */
  action: string;
  /** what it was done to: `service:<name>`, `policy:<id>`, `engine` */
  target: string;
  /** Whatever explains it, as JSON. What looks like a secret is taken out, and what is very large is kept as its digest. */
  detail: Record<string, unknown>;
}

export interface AuditTrail {
  /** Hands the entries over, in this order; they are chained within moments. Throws where not all could be handed over:
   *  then all may be given once more, for a repeat is kept once. */
  record(entries: readonly AuditEntry[]): Promise<void>;
}
