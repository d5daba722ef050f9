import type { AuditVerification } from '#domain/audit/finding.ts';
import type { Job } from '#domain/job/job.ts';
import { toInstant } from '#domain/time.ts';
import type { AuditArchiveReader, AuditCheckQueue, Clock, JobTable, Log } from '#ports';
import { type VerifyAuditPorts, verifyAudit } from './verifyAudit.ts';

/** Objects that are read while a caller waits: a second or two. What is longer is a job. */
export const MOST_AT_ONCE = 1_000;

export interface StartCheckPorts extends VerifyAuditPorts {
  archive: AuditArchiveReader;
  jobs: Pick<JobTable, 'put'>;
  queue: AuditCheckQueue;
  newJobId(): string;
}

/** What was found, where the chain is short; a job that looks, where it is long. */
export async function checkAudit(
  ports: StartCheckPorts,
  mostAtOnce = MOST_AT_ONCE,
): Promise<{ found: AuditVerification } | { job: Job }> {
  const objects = await ports.archive.list();
  if (objects.length <= mostAtOnce) return { found: await verifyAudit(ports) };
  const at = toInstant(ports.clock.now());
  const job: Job = {
    id: ports.newJobId(),
    kind: 'audit_verification',
    status: 'queued',
    progress: 0,
    result: null,
    problem: null,
    created_at: at,
    updated_at: at,
  };
  await ports.jobs.put(job);
  await ports.queue.enqueue(job.id);
  return { job };
}

export interface RunCheckPorts extends Omit<VerifyAuditPorts, 'progress'> {
  jobs: JobTable;
  clock: Clock;
  log: Log;
}

/** Does the work of a job. A repeat begins anew, unless it has ended. */
export async function runCheck(jobId: string, ports: RunCheckPorts): Promise<void> {
  const { jobs, clock, log } = ports;
  const job = await jobs.get(jobId);
  if (!job || job.status === 'succeeded' || job.status === 'failed') return;
  const put = (change: Partial<Job>) => jobs.put({ ...job, ...change, updated_at: toInstant(clock.now()) });
  await put({ status: 'running' });
  try {
    const result = await verifyAudit({
      ...ports,
      progress: async (share) => void (await put({ status: 'running', progress: Math.min(0.99, share) })),
    });
    await put({ status: 'succeeded', progress: 1, result });
    log.info('the audit was verified', {
      intact: result.intact,
      records: result.records,
      findings: result.findings_count,
    });
  } catch (error) {
    log.error('the audit could not be verified', { job: jobId, error });
    await put({ status: 'failed', problem: { title: 'the audit could not be verified', status: 503 } });
  }
}
