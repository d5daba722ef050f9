import * as z from 'zod';
import { auditTable } from '#adapters/dynamodb/auditTable.ts';
import { jobTable } from '#adapters/dynamodb/jobTable.ts';
import { auditArchiveReader } from '#adapters/s3/auditArchive.ts';
import { dynamo, s3 } from '#runtime/clients.ts';
import { environment } from '#runtime/environment.ts';
import { onEachMessage } from '#runtime/handlers.ts';
import { runCheck } from '#usecases/auditCheck.ts';

/** Wakes on a request to verify the whole audit, which takes longer than a caller waits. */
export const handler = onEachMessage(z.object({ job: z.string() }), ({ job }, { clock, log }) =>
  runCheck(job, {
    archive: auditArchiveReader(s3(), environment('AUDIT_BUCKET')),
    table: auditTable(dynamo(), environment('AUDIT_TABLE')),
    jobs: jobTable(dynamo(), environment('JOBS_TABLE'), clock),
    clock,
    log,
  }),
);
