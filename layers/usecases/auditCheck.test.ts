import { expect, test } from 'vitest';
import type { Job } from '#domain/job/job.ts';
import { auditWriter } from './appendAudit.ts';
import { anEntry, auditPorts, newAuditWorld } from './audit.fixture.ts';
import { checkAudit, runCheck } from './auditCheck.ts';

async function stage(segments: number) {
  const world = newAuditWorld();
  const writer = auditWriter(auditPorts(world));
  for (let n = 0; n < segments; n += 1) await writer.append([anEntry(`entry-${n}`)]);
  const stored = new Map<string, Job>();
  const seen: Job[] = [];
  const enqueued: string[] = [];
  const ports = {
    ...auditPorts(world),
    jobs: {
      get: async (id: string) => stored.get(id),
      put: async (job: Job) => {
        seen.push(job);
        stored.set(job.id, job);
        return true;
      },
    },
    queue: { enqueue: async (id: string) => void enqueued.push(id) },
    newJobId: () => 'job_1',
  };
  return { world, ports, stored, seen, enqueued };
}

test('a short chain is verified while the caller waits', async () => {
  const { ports, enqueued } = await stage(3);
  expect(await checkAudit(ports)).toMatchObject({ found: { intact: true, records: 3 } });
  expect(enqueued).toEqual([]);
});

test('a long one is a job, whose progress is told and whose result is what was found', async () => {
  const { world, ports, stored, seen, enqueued } = await stage(1_200);
  world.items.delete(7);
  expect(await checkAudit(ports)).toMatchObject({ job: { id: 'job_1', status: 'queued' } });
  expect(enqueued).toEqual(['job_1']);
  await runCheck('job_1', ports);
  expect(seen.map(({ status, progress }) => [status, Math.round(progress * 100)])).toEqual([
    ['queued', 0],
    ['running', 0],
    ['running', 42],
    ['running', 83],
    ['succeeded', 100],
  ]);
  expect(stored.get('job_1')?.result).toMatchObject({ intact: false, findings: [{ kind: 'removed', seq: 7 }] });
  seen.length = 0;
  await runCheck('job_1', ports);
  await runCheck('job_unknown', ports);
  expect(seen, 'what has ended is not done again').toEqual([]);
});

test('a bucket that does not answer fails the job, in words', async () => {
  const { ports, stored } = await stage(2);
  await checkAudit(ports, 1);
  await runCheck('job_1', { ...ports, archive: { ...ports.archive, read: () => Promise.reject(new Error('503')) } });
  expect(stored.get('job_1')).toMatchObject({
    status: 'failed',
    problem: { title: 'the audit could not be verified' },
  });
});
