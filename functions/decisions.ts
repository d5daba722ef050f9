import { decisionLog } from '#adapters/dynamodb/decisionLog.ts';
import { auditQueue } from '#adapters/sqs/auditQueue.ts';
import type { Decisions } from '#ports';
import { dynamo, s3, sqs } from '#runtime/clients.ts';
import { environment } from '#runtime/environment.ts';
import type { KeepPorts } from '#usecases/keepDecision.ts';

// kept between invocations: a warm function remembers what it has seen stand
let decisions: Decisions | undefined;

/** What decisions are kept through, as deployed. */
export function keepPorts(): KeepPorts {
  decisions ??= decisionLog(
    { dynamo: dynamo(), table: environment('PROGRESS_TABLE') },
    { s3: s3(), bucket: environment('STATE_BUCKET') },
  );
  return { decisions, audit: auditQueue(sqs(), environment('AUDIT_QUEUE_URL')) };
}
