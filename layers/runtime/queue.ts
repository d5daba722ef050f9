import type { SQSBatchResponse, SQSEvent, SQSRecord } from 'aws-lambda';
import type * as z from 'zod';
import { type Context, observed } from './context.ts';
import { metrics } from './powertools.ts';

export interface Message<T> {
  id: string;
  /** message group of a FIFO queue, '' of a standard one */
  group: string;
  receiveCount: number;
  body: T;
}

/**
 * A function that a queue wakes with a whole batch. `handle` returns the ids of the messages that failed. A body that
 * does not fit the schema fails alone and ends in the dead-letter queue.
 */
export const onMessages = <S extends z.ZodType>(
  schema: S,
  handle: (messages: Message<z.output<S>>[], context: Context) => Promise<readonly string[]>,
) =>
  observed<SQSEvent, SQSBatchResponse>('queue', async (event, context) => {
    const { good, bad } = parsed(event.Records, schema, context);
    const failed = new Set([...bad, ...(good.length > 0 ? await handle(good, context) : [])]);
    return answer(event.Records, failed);
  });

/** The same, one message after another. */
export const onEachMessage = <S extends z.ZodType>(
  schema: S,
  handle: (body: z.output<S>, context: Context, message: Message<z.output<S>>) => Promise<void>,
) =>
  onMessages(schema, async (messages, context) => {
    const failed: string[] = [];
    const blocked = new Set<string>();
    for (const message of messages) {
      if (message.group !== '' && blocked.has(message.group)) continue;
      try {
        await handle(message.body, context, message);
      } catch (error) {
        context.log.error('message failed', { id: message.id, receives: message.receiveCount, error });
        failed.push(message.id);
        blocked.add(message.group);
      }
    }
    return failed;
  });

function parsed<S extends z.ZodType>(records: readonly SQSRecord[], schema: S, { log }: Context) {
  const good: Message<z.output<S>>[] = [];
  const bad: string[] = [];
  for (const record of records) {
    const body = schema.safeParse(json(record.body));
    if (body.success) {
      good.push({
        id: record.messageId,
        group: record.attributes.MessageGroupId ?? '',
        receiveCount: Number(record.attributes.ApproximateReceiveCount),
        body: body.data,
      });
    } else {
      log.error('message does not fit its schema', { id: record.messageId, problem: body.error.message });
      bad.push(record.messageId);
    }
  }
  return { good, bad };
}

function json(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined; // the schema refuses it, by name and id
  }
}

/** In a FIFO group everything after the first failure must be reported too, or it would overtake what failed. */
function answer(records: readonly SQSRecord[], failed: ReadonlySet<string>): SQSBatchResponse {
  const blocked = new Set<string>();
  const batchItemFailures: { itemIdentifier: string }[] = [];
  for (const { messageId, attributes } of records) {
    const group = attributes.MessageGroupId;
    if (!failed.has(messageId) && !(group !== undefined && blocked.has(group))) continue;
    batchItemFailures.push({ itemIdentifier: messageId });
    if (group !== undefined) blocked.add(group);
  }
  if (batchItemFailures.length > 0) metrics.addMetric('MessagesFailed', 'Count', batchItemFailures.length);
  return { batchItemFailures };
}
