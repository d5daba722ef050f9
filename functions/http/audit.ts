import { auditTable } from '#adapters/dynamodb/auditTable.ts';
import { auditArchiveReader } from '#adapters/s3/auditArchive.ts';
import { listAudit, verifyAudit } from '#contract/audit.ts';
import { utc } from '#domain/time.ts';
import { dynamo, s3 } from '#runtime/clients.ts';
import { environment } from '#runtime/environment.ts';
import { answers, onHttp } from '#runtime/http/http.ts';
import { startJob } from '#usecases/jobs.ts';
import { verifyAudit as verify } from '#usecases/verifyAudit.ts';
import { jobPorts } from '../jobs.ts';
import { AUDIT_VERIFICATION } from '../works.ts';

/** Objects that are read while the caller waits: well within ten seconds, also where S3 is slow. What is longer is a job. */
const MOST_AT_ONCE = 300;

const table = () => auditTable(dynamo(), environment('AUDIT_TABLE'));
const archive = () => auditArchiveReader(s3(), environment('AUDIT_BUCKET'));

/** The audit, and whether it is still what was recorded. */
export const handler = onHttp([
  answers(listAudit, async ({ query: { since, actor, target, limit, cursor } }) => {
    const filter = { actor, target, since: since === undefined ? undefined : utc(since) };
    const { items, next_cursor } = await table().list(filter, { limit, cursor });
    return { status: 200, body: { records: items, count: items.length, next_cursor } };
  }),
  answers(verifyAudit, async ({ baseUrl }, context) => {
    if ((await archive().list()).length > MOST_AT_ONCE) {
      const job = await startJob(AUDIT_VERIFICATION, {}, jobPorts(context));
      return { status: 202, body: job, headers: { location: `${baseUrl}/jobs/${job.id}` } };
    }
    const found = await verify({ archive: archive(), table: table(), clock: context.clock });
    if (!found.intact)
      context.log.error('the audit is not what was recorded', { findings: found.findings.slice(0, 10) });
    return { status: 200, body: found };
  }),
]);
