import type { CallRecords } from '#ports';

/** Records of calls in memory, as the table keeps them. */
export function callsInMemory(): CallRecords & { kept: Map<string, { ok: boolean; said: string } | undefined> } {
  const kept = new Map<string, { ok: boolean; said: string } | undefined>();
  return {
    kept,
    async begin(key) {
      if (kept.has(key)) return false;
      kept.set(key, undefined);
      return true;
    },
    async end(key, outcome) {
      kept.set(key, outcome);
    },
    async read(key) {
      if (!kept.has(key)) return undefined;
      const outcome = kept.get(key);
      return outcome ? { ended: true, ...outcome } : { ended: false };
    },
  };
}
