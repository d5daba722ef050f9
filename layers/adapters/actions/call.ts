import type { CallRecords } from '#ports';
import type { ActionTools, Settled } from '#usecases/actionType.ts';

/**
 * Calls others' code once: it is noted before that it begins, and a repeat of a call that began does not call again, for
 * nobody knows whether it was heard.
 */
export async function callOnce(
  key: string,
  call: () => Promise<{ ok: boolean; said: string }>,
  { mayChange }: Pick<ActionTools, 'mayChange'>,
  calls: CallRecords,
): Promise<void> {
  if (await calls.read(key)) return;
  await mayChange();
  if (!(await calls.begin(key))) return;
  await calls.end(key, await call());
}

/** What came of a call that is over when it is answered. */
export async function answerOf(key: string, calls: CallRecords): Promise<Settled> {
  const found = await calls.read(key);
  if (found === undefined) return { state: 'failed', reason: 'it was never called' };
  if (!found.ended) return { state: 'failed', reason: 'its answer was lost: whether it was done is not known' };
  return found.ok ? { state: 'settled' } : { state: 'failed', reason: found.said };
}
