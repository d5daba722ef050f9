/** Asks until the answer is there. Throws with what was asked and what came last when the time is up. */
export async function until<T>(
  what: string,
  ask: () => Promise<T | undefined | false>,
  { within = 60_000, every = 500 }: { within?: number; every?: number } = {},
): Promise<T> {
  const deadline = performance.now() + within;
  let last: unknown;
  for (;;) {
    try {
      const answer = await ask();
      if (answer !== undefined && answer !== false) return answer;
      last = answer;
    } catch (error) {
      last = error;
    }
    if (performance.now() > deadline) throw new Error(`${what}: not within ${within / 1000} s; last: ${last}`);
    await new Promise((resolve) => setTimeout(resolve, every));
  }
}
