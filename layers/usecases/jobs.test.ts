import { expect, test } from 'vitest';
import type { Job } from '#domain/job/job.ts';
import type { JobTable } from '#ports';
import { Refused, runJob, startJob, type Work } from './jobs.ts';

function setting() {
  const stored = new Map<string, { job: Job; request: unknown; tries: number }>();
  const queued: string[] = [];
  const clock = { time: 1_800_000_000, now: () => clock.time };
  const log = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} };
  const history: Job[] = [];
  const jobs: JobTable = {
    get: async (id) => stored.get(id)?.job,
    create: async (job, request) => void stored.set(job.id, { job, request, tries: 0 }),
    async take(id, at, silentSince) {
      const found = stored.get(id);
      const free =
        found?.job.status === 'queued' || (found?.job.status === 'running' && found.job.updated_at < silentSince);
      if (!found || !free) return undefined;
      const taken = {
        ...found,
        tries: found.tries + 1,
        job: { ...found.job, status: 'running' as const, updated_at: at },
      };
      stored.set(id, taken);
      return taken;
    },
    async update(job) {
      const found = stored.get(job.id);
      if (found?.job.status !== 'running') return false;
      stored.set(job.id, { ...found, job });
      history.push(job);
      return true;
    },
  };
  const queue = { enqueue: async (id: string) => void queued.push(id) };
  return { jobs, queue, clock, log, queued, history, stored };
}

const begin = (given: ReturnType<typeof setting>) => startJob('double', { number: 21 }, given);
const double: Work = async (request) => ({ twice: 2 * (request as { number: number }).number });

test('a job is queued with what it is asked for, done once, and keeps its result', async () => {
  const given = setting();
  const { id } = await begin(given);
  expect(given.queued).toEqual([id]);
  let runs = 0;
  const counted: Work = (request, told) => {
    runs++;
    return double(request, told);
  };
  await runJob(id, { double: counted }, given);
  await runJob(id, { double: counted }, given);
  expect(runs).toBe(1);
  expect(await given.jobs.get(id)).toMatchObject({ status: 'succeeded', progress: 1, result: { twice: 42 } });
});

test('two workers at once: one works', async () => {
  const given = setting();
  const { id } = await begin(given);
  let runs = 0;
  const works = { double: async () => void runs++ };
  await Promise.all([runJob(id, works, given), runJob(id, works, given)]);
  expect(runs).toBe(1);
});

test('a job whose worker died is taken again, and not before it must be dead', async () => {
  const given = setting();
  const { id } = await begin(given);
  await given.jobs.take(id, new Date(given.clock.time * 1000).toISOString(), '');
  given.clock.time += 100;
  await runJob(id, { double }, given);
  expect((await given.jobs.get(id))?.status).toBe('running');
  given.clock.time += 100;
  await runJob(id, { double }, given);
  expect((await given.jobs.get(id))?.status).toBe('succeeded');
});

test('work that no worker lives through is given up', async () => {
  const given = setting();
  const { id } = await begin(given);
  for (let died = 0; died < 2; died++) {
    await given.jobs.take(id, new Date(given.clock.time * 1000).toISOString(), '9999');
    given.clock.time += 1_000;
  }
  await runJob(id, { double }, given);
  expect(await given.jobs.get(id)).toMatchObject({ status: 'failed', problem: { status: 422 } });
});

test('what is refused is told in words, what broke is not', async () => {
  const given = setting();
  const refusing: Work = async () => {
    throw new Refused('ask for less');
  };
  const breaking: Work = async () => {
    throw new Error('secret: 1234');
  };
  const first = await begin(given);
  await runJob(first.id, { double: refusing }, given);
  expect(await given.jobs.get(first.id)).toMatchObject({
    status: 'failed',
    problem: { status: 422, detail: 'ask for less' },
  });
  const second = await begin(given);
  await runJob(second.id, { double: breaking }, given);
  const { problem } = (await given.jobs.get(second.id)) ?? {};
  expect(problem).toMatchObject({ status: 500 });
  expect(JSON.stringify(problem)).not.toContain('secret');
  const third = await begin(given);
  await runJob(third.id, {}, given);
  expect(await given.jobs.get(third.id)).toMatchObject({ status: 'failed', problem: { status: 422 } });
});

test('progress is told now and then, not at each word', async () => {
  const given = setting();
  const { id } = await begin(given);
  const work: Work = async (_request, told) => {
    for (let step = 1; step <= 100; step++) {
      given.clock.time += 0.1;
      await told(step / 100);
    }
  };
  await runJob(id, { double: work }, given);
  const running = given.history.filter(({ status }) => status === 'running').map(({ progress }) => progress);
  expect(running.length).toBeGreaterThan(1);
  expect(running.length).toBeLessThan(5);
  expect(running).toEqual(running.toSorted((a, b) => a - b));
});
