import { createHash } from 'node:crypto';
import type { SQSClient } from '@aws-sdk/client-sqs';
import { bounded } from '#domain/audit/bounded.ts';
import type { AuditTrail } from '#ports';
import { sendAll } from './sendAll.ts';

/** One group: one writer at a time chains the entries, in the order in which they came. */
const GROUP = 'audit';

/** Entries on their way to be chained, without secrets and within bounds already here: what is in a queue is read by others
 *  too. The same entry within five minutes is swallowed, and later it is recorded once all the same. */
export const auditQueue = (sqs: SQSClient, url: string): AuditTrail => ({
  record: (entries) =>
    sendAll(
      sqs,
      url,
      entries.map(bounded).map((entry) => ({
        MessageBody: JSON.stringify(entry),
        MessageGroupId: GROUP,
        MessageDeduplicationId: createHash('sha256').update(entry.id).digest('hex'),
      })),
    ),
});
