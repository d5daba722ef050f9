import type { Sample, SampleBatch } from '#domain/sample/sample.ts';
import { shardOf } from '#domain/series/shard.ts';
import type { Service } from '#domain/service/service.ts';
import type { Clock, Log, Marks, MetricQuery, MetricReader, PullJob, SampleQueue, ServiceCatalog } from '#ports';

/** Points come late and are revised for about two minutes: each call asks for twice that again. CloudWatch does not bill it. */
export const AGAIN_SECONDS = 240;
/** How much is fetched at the first pull, and at most after a gap: points of less than a minute are kept three hours. */
const FIRST_SECONDS = 3_600;
const GAP_SECONDS = 86_400;
const FINE_GAP_SECONDS = 10_800;
/** Samples a message, so that a usual pull is one message, and one of 500 metrics with the longest names (300 bytes each, and
 *  27 a point) is under a quarter of a megabyte. */
const SAMPLES_A_MESSAGE = 2_500;

export interface PullPorts {
  marks: Marks;
  services: ServiceCatalog;
  reader: MetricReader;
  samples: SampleQueue;
  clock: Clock;
  log: Log;
  shards: number;
}

/**
 * Asks one slice of a source for what came up to the job's slot. The slot is claimed before the call is paid for: of two
 * jobs for one slot, one pays. After a gap the next job brings all of it.
 * @returns how many samples were sent
 */
export async function pullSlice(job: PullJob, ports: PullPorts): Promise<number> {
  const { marks, services, reader, samples, clock, log } = ports;
  const name = `${job.resolution}/${job.slice}`;
  const before = await marks.read(`pulled/${name}`);
  if (!(await marks.raise(`claimed/${name}`, job.slot))) {
    log.debug('slot is claimed already', { slot: job.slot, slice: job.slice });
    return 0;
  }
  const queries = queriesOf(await services.all(), job);
  if (queries.length === 0) return 0; // fewer services than when it was planned
  // The last point whose period has ended; the newest one may still be on its way.
  const until = job.slot;
  const most = job.resolution < 60 ? FINE_GAP_SECONDS : GAP_SECONDS;
  const from = before === undefined ? until - FIRST_SECONDS : Math.max(before - AGAIN_SECONDS, until - most);
  const found = await reader.read(queries, from, until);
  await samples.send(batchesOf(found, ports.shards, clock.now()));
  await marks.raise(`pulled/${name}`, until);
  log.info('pulled', { slot: job.slot, queries: queries.length, samples: found.length, window: until - from });
  return found.length;
}

function queriesOf(services: readonly Service[], { resolution, slice, slices }: PullJob): MetricQuery[] {
  const all = services
    .filter((service) => service.resolution === resolution)
    .sort((a, b) => a.name.localeCompare(b.name)) // a slice is a part of the same order for every worker
    .flatMap((service) =>
      service.metrics
        .filter(({ source }) => source === 'cloudwatch')
        .map((from) => ({ service: service.name, step: resolution, from })),
    );
  const size = Math.ceil(all.length / slices);
  return all.slice(slice * size, (slice + 1) * size);
}

function batchesOf(samples: readonly Sample[], shards: number, pulledAt: number): SampleBatch[] {
  const byShard = new Map<number, Sample[]>();
  for (const sample of samples.toSorted((a, b) => a.at - b.at)) {
    const shard = shardOf(sample.service, shards);
    const list = byShard.get(shard);
    if (list) list.push(sample);
    else byShard.set(shard, [sample]);
  }
  return [...byShard].flatMap(([shard, list]) => {
    const batches: SampleBatch[] = [];
    for (let i = 0; i < list.length; i += SAMPLES_A_MESSAGE) {
      batches.push({ version: 1, shard, pulled_at: pulledAt, samples: list.slice(i, i + SAMPLES_A_MESSAGE) });
    }
    return batches;
  });
}
