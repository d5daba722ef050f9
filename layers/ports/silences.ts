import type { Silence } from '#domain/notice/silence.ts';

export interface SilenceTable {
  create(silence: Silence): Promise<void>;
  get(id: string): Promise<Silence | undefined>;
  /** Those that are not over, and those that ended lately: strongly consistent. */
  all(): Promise<Silence[]>;
  remove(id: string): Promise<'removed' | 'unknown'>;
}
