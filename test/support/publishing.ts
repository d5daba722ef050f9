import { publish } from './aws.ts';

const STEP = 10;

/**
 * Publishes what a service shows as time goes on, from a quarter of an hour ago.
 * @param figures by metric, at a time in epoch seconds
 * @returns ends it; throws what went wrong meanwhile
 */
export function publishing(service: string, figures: (at: number) => Record<string, number>): () => Promise<void> {
  let at = Math.floor((Date.now() / 1000 - 900) / STEP) * STEP;
  let running = Promise.resolve();
  let failure: unknown;
  const tick = async () => {
    const now = Math.floor(Date.now() / 1000 / STEP) * STEP;
    const times = Array.from({ length: (now - at) / STEP }, (_, index) => at + index * STEP);
    at = now;
    const points = times.flatMap((time) =>
      Object.entries(figures(time)).map(([metric, value]) => ({ metric, time, value })),
    );
    for (const [metric, shown] of Map.groupBy(points, (point) => point.metric)) {
      await publish(
        service,
        metric,
        shown.map(({ time, value }) => ({ at: time, value })),
      );
    }
  };
  const timer = setInterval(() => {
    running = running.then(tick).catch((error: unknown) => {
      failure = error;
    });
  }, 1_000);
  return async () => {
    clearInterval(timer);
    await running;
    if (failure !== undefined) throw failure;
  };
}
