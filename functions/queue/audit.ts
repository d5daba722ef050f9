import { auditTable } from '#adapters/dynamodb/auditTable.ts';
import { auditArchive } from '#adapters/s3/auditArchive.ts';
import { AuditEntry } from '#domain/audit/entry.ts';
import { dynamo, s3 } from '#runtime/clients.ts';
import { systemClock } from '#runtime/clock.ts';
import { environment } from '#runtime/environment.ts';
import { onMessages } from '#runtime/handlers.ts';
import { log } from '#runtime/log.ts';
import { metrics } from '#runtime/powertools.ts';
import { auditWriter } from '#usecases/appendAudit.ts';

// kept between invocations: a warm writer knows where the chain ends, and one that is wrong finds out by the bucket
let writer: ReturnType<typeof auditWriter> | undefined;

/** Wakes on audit.fifo, whose one group makes this the chain's one writer: a batch is a segment, recorded as a whole. */
export const handler = onMessages(AuditEntry, async (messages, context) => {
  writer ??= auditWriter({
    archive: auditArchive(s3(), environment('AUDIT_BUCKET')),
    table: auditTable(dynamo(), environment('AUDIT_TABLE')),
    clock: systemClock,
    log,
  });
  try {
    const records = await writer.append(messages.map(({ body }) => body));
    context.log.info('recorded', { entries: messages.length, records: records.length, seq: records.at(-1)?.seq });
    if (records.length > 0) metrics.addMetric('AuditRecords', 'Count', records.length);
    return [];
  } catch (error) {
    context.log.error('nothing of this batch is known to be recorded: it comes again', { error });
    return messages.map(({ id }) => id);
  }
});
