import type { Because, Escalation, Notice } from '#domain/notice/notice.ts';
import type { NoticePlan } from '#domain/notice/plan.ts';

/** What was told to whom of what is not over, and what waits. */
export interface Notices {
  standing: Notice[];
  escalations: Escalation[];
}

export interface NoticeTable {
  /** Of one service; null: of what is of none. Strongly consistent. */
  ofService(service: string | null): Promise<Notices>;
  all(): Promise<Notices>;
  /** false: nothing is told, held or escalated now */
  any(): Promise<boolean>;
  /** Writes what a plan remembers, and counts whom it does not tell. */
  write(plan: Pick<NoticePlan, 'keep' | 'forget' | 'escalations' | 'ended' | 'notTold'>): Promise<void>;
  /** How often somebody was not told, ever, by why. */
  counts(): Promise<Partial<Record<Because, number>>>;
}

/** Has the feed's writer look at the notices again. */
export interface NoticeReview {
  /** @param once the same text within five minutes is one review */
  ask(once: string): Promise<void>;
}
