import type { UpdateCommandInput } from '@aws-sdk/lib-dynamodb';
import * as z from 'zod';
import type { NumberedEvent } from '#domain/event/event.ts';
import type { EpochSeconds, Instant } from '#domain/time.ts';
import { Delivery } from '#domain/webhook/webhook.ts';
import type { ClaimedDelivery } from '#ports';
import { eventOf, eventText } from './eventItem.ts';

const SEQ_DIGITS = 15;

/** A key of an index cannot be null, so what is not due has no `due_at`. */
export const StoredDelivery = Delivery.extend({ due_at: Delivery.shape.due_at.default(null) });
const Stored = z.object({ content: z.string(), previous: z.string().nullable() });

type Lane = Pick<Delivery, 'subscriber_id' | 'subject'>;
export const laneOf = ({ subscriber_id, subject }: Lane): string => `${subscriber_id}#${subject}`;

/** Where a subscriber's dead ones stand in the index over lanes. */
export const deadLaneOf = (subscriber: string): string => `dead#${subscriber}`;

/** The lane's own item. */
export const laneId = (lane: Lane): string => `lane#${laneOf(lane)}`;

/** An item with what its indexes need, kept until then; `waiting` and `due_at` only while it waits, `lane` while it waits or is dead. */
export function itemOf(delivery: Delivery, content: NumberedEvent, previous: string | null, until: EpochSeconds) {
  const seq = `${content.seq}`.padStart(SEQ_DIGITS, '0');
  return {
    ...delivery,
    content: eventText(content),
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
  return { delivery: StoredDelivery.parse(item), event: eventOf(content), previous };
}

/** The update that writes what came of a try and gives the lease back. */
export function releaseOf(
  { id, subscriber_id, status, tries, due_at, updated_at }: Delivery,
  lease: string,
): Omit<UpdateCommandInput, 'TableName'> {
  const sets = ['#status = :status', 'tries = :tries', 'updated_at = :at'];
  const gone = ['lease', 'leased_until'];
  const values: Record<string, unknown> = { ':status': status, ':tries': tries, ':at': updated_at, ':lease': lease };
  if (status === 'waiting') {
    sets.push('due_at = :due');
    values[':due'] = due_at;
  } else gone.push('waiting', 'due_at');
  if (status === 'delivered') gone.push('lane');
  if (status === 'dead') {
    sets.push('lane = :dead');
    values[':dead'] = deadLaneOf(subscriber_id);
  }
  return {
    Key: { id },
    UpdateExpression: `SET ${sets.join(', ')} REMOVE ${gone.join(', ')}`,
    ConditionExpression: 'lease = :lease',
    ExpressionAttributeNames: { '#status': 'status' },
    ExpressionAttributeValues: values,
  };
}

/** The update that gives a dead delivery another day, behind another one or where it stood. */
export function redriveOf(
  item: Pick<Delivery, 'id' | 'subscriber_id' | 'subject'>,
  { behind, at, until }: { behind: string | undefined; at: Instant; until: EpochSeconds },
): Omit<UpdateCommandInput, 'TableName'> {
  return {
    Key: { id: item.id },
    UpdateExpression: `SET #status = :waiting, waiting = :yes, lane = :lane, due_at = :at, redriven_at = :at, updated_at = :at, expires_at = :until${behind === undefined ? '' : ', #previous = :behind'}`,
    ConditionExpression: '#status = :dead',
    ExpressionAttributeNames: { '#status': 'status', ...(behind === undefined ? {} : { '#previous': 'previous' }) },
    ExpressionAttributeValues: {
      ':waiting': 'waiting',
      ':yes': 'yes',
      ':lane': laneOf(item),
      ':at': at,
      ':until': Math.ceil(until),
      ':dead': 'dead',
      ...(behind === undefined ? {} : { ':behind': behind }),
    },
  };
}
