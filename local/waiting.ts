import { setTimeout as pause } from 'node:timers/promises';

/** Asks until `probe` answers something other than undefined. Undefined when the time is up. */
export async function until<T>(
  probe: () => Promise<T | undefined>,
  { timeoutMs, everyMs = 50 }: { timeoutMs: number; everyMs?: number },
): Promise<T | undefined> {
  const end = performance.now() + timeoutMs;
  for (;;) {
    const found = await probe();
    if (found !== undefined) return found;
    if (performance.now() >= end) return undefined;
    await pause(everyMs);
  }
}

/** A GET that is only asked whether it works: the JSON body, or undefined when there is no good answer. */
export async function probeJson(url: string, timeoutMs = 2_000): Promise<Record<string, unknown> | undefined> {
  try {
    const response = await fetch(url, { signal: AbortSignal.timeout(timeoutMs) });
    if (!response.ok) return undefined;
    const body: unknown = await response.json();
    return typeof body === 'object' && body !== null ? (body as Record<string, unknown>) : undefined;
  } catch {
    return undefined; // nobody there yet is an answer here, not a failure
  }
}

/** What a promise gives, or undefined when the time is up first. */
export async function firstWithin<T>(promise: Promise<T>, ms: number): Promise<T | undefined> {
  const late = Promise.withResolvers<undefined>();
  const timer = setTimeout(() => late.resolve(undefined), ms);
  try {
    return await Promise.race([promise, late.promise]);
  } finally {
    clearTimeout(timer);
  }
}
