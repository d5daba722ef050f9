import { reasonOf } from './errors.ts';

/** Something that was started and can be stopped. */
export interface Part {
  stop(): Promise<void>;
}

/** Stops parts, the last started first; one that fails keeps none of the others running. */
export async function stopAll(parts: readonly Part[]): Promise<void> {
  const failures: string[] = [];
  for (const part of parts.toReversed()) {
    try {
      await part.stop();
    } catch (error) {
      failures.push(reasonOf(error));
    }
  }
  if (failures.length > 0) throw new Error(`Not everything could be stopped: ${failures.join('; ')}`);
}

/** Runs two works at once. When one fails the other is told by the signal and waited for, so that nothing goes on in
 *  the background; the first failure is thrown. */
export async function together<A, B>(
  outer: AbortSignal | undefined,
  first: (signal: AbortSignal) => Promise<A>,
  second: (signal: AbortSignal) => Promise<B>,
): Promise<[A, B]> {
  const failed = new AbortController();
  const signal = outer ? AbortSignal.any([outer, failed.signal]) : failed.signal;
  let cause: unknown;
  const abortOnFailure = <T>(work: Promise<T>): Promise<T> =>
    work.catch((error: unknown) => {
      cause ??= error;
      failed.abort();
      throw error;
    });
  const [a, b] = await Promise.allSettled([abortOnFailure(first(signal)), abortOnFailure(second(signal))]);
  if (a.status === 'fulfilled' && b.status === 'fulfilled') return [a.value, b.value];
  throw cause;
}
