import type { UpdateCommandInput } from '@aws-sdk/lib-dynamodb';
import * as z from 'zod';
import { NumberedEvent } from '#domain/event/event.ts';
import type { EpochSeconds } from '#domain/time.ts';
import { Delivery } from '#domain/webhook/webhook.ts';
import type { ClaimedDelivery } from '#ports';

const SEQ_DIGITS = 15;

/** A key of an index cannot be null, so what is not due has no `due_at`. */
export const StoredDelivery = Delivery.extend({ due_at: Delivery.shape.due_at.default(null) });
const Stored = z.object({ content: NumberedEvent, previous: z.string().nullable() });

type Lane = Pick<Delivery, 'subscriber_id' | 'subject'>;
export const laneOf = ({ subscriber_id, subject }: Lane): string => `${subscriber_id}#${subject}`;

/** The lane's own item. */
export const laneId = (lane: Lane): string => `lane#${laneOf(lane)}`;

/** An item with what its indexes need, kept until then; `waiting`, `lane` and `due_at` only while it waits. */
export function itemOf(delivery: Delivery, content: NumberedEvent, previous: string | null, until: EpochSeconds) {
  const seq = `${content.seq}`.padStart(SEQ_DIGITS, '0');
  return {
    ...delivery,
    content,
    previous,
    feed: 'all',
    order: `${delivery.created_at}#${seq}#${delivery.id}`,
    lane: laneOf(delivery),
    waiting: 'yes',
    expires_at: Math.ceil(until),
  };
}

export function deliveryOf(item: Record<string, unknown> | undefined): Omit<ClaimedDelivery, 'lease'> {
  const { content, previous } = Stored.parse(item);
  return { delivery: StoredDelivery.parse(item), event: content, previous };
}

/** The update that writes what came of a try and gives the lease back. */
export function releaseOf(
  { id, status, tries, due_at, updated_at }: Delivery,
  lease: string,
): Omit<UpdateCommandInput, 'TableName'> {
  const over = status !== 'waiting';
  return {
    Key: { id },
    UpdateExpression: `SET #status = :status, tries = :tries, updated_at = :at${over ? '' : ', due_at = :due'} REMOVE lease, leased_until${over ? ', waiting, lane, due_at' : ''}`,
    ConditionExpression: 'lease = :lease',
    ExpressionAttributeNames: { '#status': 'status' },
    ExpressionAttributeValues: {
      ':status': status,
      ':tries': tries,
      ':at': updated_at,
      ':lease': lease,
      ...(over ? {} : { ':due': due_at }),
    },
  };
}
