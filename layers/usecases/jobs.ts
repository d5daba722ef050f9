import { ulid } from 'ulid';
import type { Job } from '#domain/job/job.ts';
import { toInstant } from '#domain/time.ts';
import type { Clock, JobQueue, JobTable, Log } from '#ports';

/** Says how far the work is, 0–1. It may be called often: what is written is one word every few seconds. */
export type Told = (progress: number) => Promise<void>;

/** One kind of long work: from what it is asked for to its result, which is JSON of up to 300 KB. */
export type Work = (request: unknown, told: Told) => Promise<unknown>;

/** A worker that has said nothing for so long is dead: one that works tells so every few seconds. Its message comes again
 *  when it is, for it is hidden for longer than a function lives and this together. */
export const SILENT_SECONDS = 120;
const TELL_EVERY_SECONDS = 3;
/** Work that no worker lived through is not tried for ever. */
const MOST_TRIES = 2;

/** Work that refuses what it is asked for, in words for whoever asked. */
export class Refused extends Error {
  override name = 'Refused';
}

/** Begins long work. @returns the job, which is answered by `/jobs/{id}` from now on */
export async function startJob(
  kind: string,
  request: unknown,
  { jobs, queue, clock }: { jobs: JobTable; queue: JobQueue; clock: Clock },
): Promise<Job> {
  const at = toInstant(clock.now());
  const id = `job_${ulid(clock.now() * 1000)}`;
  const job: Job = {
    id,
    kind,
    status: 'queued',
    progress: 0,
    result: null,
    problem: null,
    created_at: at,
    updated_at: at,
  };
  await jobs.create(job, request);
  await queue.enqueue(id);
  return job;
}

/**
 * Does a job, if nobody else does. What a work cannot do ends in the job's problem; only what may be better next time (its
 * record cannot be written) is thrown, so that its message comes again.
 */
export async function runJob(
  id: string,
  works: Readonly<Record<string, Work>>,
  { jobs, clock, log }: { jobs: JobTable; clock: Clock; log: Log },
): Promise<void> {
  const at = () => toInstant(clock.now());
  const taken = await jobs.take(id, at(), toInstant(clock.now() - SILENT_SECONDS));
  if (!taken) return;
  const { job, request, tries } = taken;
  let told = clock.now();
  const tell: Told = async (progress) => {
    await new Promise((resolve) => setImmediate(resolve)); // work that only computes lets others in
    if (clock.now() - told < TELL_EVERY_SECONDS) return;
    told = clock.now();
    await jobs.update({ ...job, status: 'running', progress: Math.min(1, progress), updated_at: at() });
  };
  const doing: Work = async (asked, tellIt) => {
    if (tries > MOST_TRIES) throw new Refused(`its worker died ${MOST_TRIES} times: ask for less at a time`);
    const work = works[job.kind];
    if (!work) throw new Refused(`this version has no work of the kind ${job.kind}`);
    return work(asked, tellIt);
  };
  const ended = await outcome(job, () => doing(request, tell), log);
  await jobs.update({ ...job, ...ended, updated_at: at() });
  log.info('job', { id, kind: job.kind, status: ended.status });
}

async function outcome(
  { id, kind }: Job,
  work: () => Promise<unknown>,
  log: Log,
): Promise<Pick<Job, 'status' | 'progress' | 'result' | 'problem'>> {
  try {
    return { status: 'succeeded', progress: 1, result: (await work()) ?? null, problem: null };
  } catch (error) {
    log.error('job failed', { id, kind, error });
    const refused = error instanceof Refused;
    const problem = {
      type: 'about:blank',
      title: refused ? 'Unprocessable Content' : 'Internal Server Error',
      status: refused ? 422 : 500,
      detail: refused ? error.message : 'it failed: the log has the reason, by the id of the job',
    };
    return { status: 'failed', progress: 0, result: null, problem };
  }
}
