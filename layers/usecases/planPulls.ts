import { slotsToPlan } from '#domain/sample/slots.ts';
import type { Service } from '#domain/service/service.ts';
import type { Clock, Log, Marks, PullJob, PullQueue } from '#ports';

/** A call asks for up to 500 metrics; a slice is what one job asks for. */
const METRICS_A_SLICE = 500;
/** A job runs so long after its slot: what was published at its end is there by then, and is not left to the next slot. */
const AFTER_SLOT_SECONDS = 2;

/**
 * Plans the delayed pull jobs of the next two minutes. May run late, twice or not at all: the mark says what was planned,
 * and jobs are sent before it rises, so that a crash in between plans a slot twice (its claim is taken once) and never
 * leaves one out.
 */
export async function planPulls(
  services: readonly Service[],
  { marks, queue, clock, log }: { marks: Marks; queue: PullQueue; clock: Clock; log: Log },
): Promise<number> {
  let planned = 0;
  for (const [resolution, metrics] of countByResolution(services)) {
    const slices = Math.ceil(metrics / METRICS_A_SLICE);
    const mark = `plan/${resolution}`;
    const now = clock.now();
    const slots = slotsToPlan(now, resolution, await marks.read(mark));
    const last = slots.at(-1);
    if (last === undefined) continue;
    const jobs = slots.flatMap((slot) =>
      Array.from({ length: slices }, (_, slice) => ({
        job: { source: 'cloudwatch', slice, slices, slot, resolution } satisfies PullJob,
        delaySeconds: Math.max(0, slot + AFTER_SLOT_SECONDS - now),
      })),
    );
    await queue.enqueue(jobs);
    await marks.raise(mark, last);
    planned += jobs.length;
  }
  log.info('planned', { jobs: planned, services: services.length });
  return planned;
}

function countByResolution(services: readonly Service[]): Map<number, number> {
  const counts = new Map<number, number>();
  for (const { resolution, metrics } of services) {
    const pulled = metrics.filter(({ source }) => source === 'cloudwatch').length;
    if (pulled > 0) counts.set(resolution, (counts.get(resolution) ?? 0) + pulled);
  }
  return counts;
}
