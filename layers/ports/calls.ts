/** What is kept of a call of others' code that cannot be asked afterwards whether it was done. */
export interface CallRecords {
  /** Notes that a call begins; false: an earlier try began it, and lost its answer or its life. */
  begin(key: string): Promise<boolean>;
  /** @param said what came of it: an answer, an error, the id of what was started */
  end(key: string, outcome: { ok: boolean; said: string }): Promise<void>;
  /** undefined: it never began */
  read(key: string): Promise<{ ended: false } | { ended: true; ok: boolean; said: string } | undefined>;
}
