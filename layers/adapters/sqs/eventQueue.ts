import type { SQSClient } from '@aws-sdk/client-sqs';
import { REVIEW } from '#domain/notice/review.ts';
import type { EventQueue, NoticeReview, SessionQueue } from '#ports';
import { sendAll } from './sendAll.ts';

// One group: one writer numbers the events, and work on a subscriber stands in the same line as they do.
const GROUP = 'feed';

/** Events on their way to be numbered. An id that comes again within five minutes is swallowed: it carries the version. */
export const eventQueue = (sqs: SQSClient, url: string): EventQueue => ({
  send: (events) =>
    sendAll(
      sqs,
      url,
      events.map((event) => ({
        MessageBody: JSON.stringify(event),
        MessageGroupId: GROUP,
        MessageDeduplicationId: event.id,
      })),
    ),
});

export const sessionQueue = (sqs: SQSClient, url: string): SessionQueue => ({
  enqueue: (task, once) =>
    sendAll(sqs, url, [
      { MessageBody: JSON.stringify(task), MessageGroupId: GROUP, MessageDeduplicationId: `${task.session}.${once}` },
    ]),
});

/** A look at the notices stands in the same line too, so that one writer decides whom to tell. */
export const noticeReview = (sqs: SQSClient, url: string): NoticeReview => ({
  ask: (once) =>
    sendAll(sqs, url, [
      { MessageBody: JSON.stringify(REVIEW), MessageGroupId: GROUP, MessageDeduplicationId: `notices.${once}` },
    ]),
});
