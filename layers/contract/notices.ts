import * as z from 'zod';
import { Anomaly } from '#domain/anomaly/anomaly.ts';
import { EventName } from '#domain/event/event.ts';
import { Because, Notice } from '#domain/notice/notice.ts';
import { ServiceName } from '#domain/service/name.ts';
import { Instant } from '#domain/time.ts';
import { pageOf, pageQuery } from './page.ts';
import { route } from './route.ts';

const NoticeAnswer = Notice.omit({ event: true })
  .extend({
    event: EventName.describe('what they were told last, or would be'),
  })
  .meta({
    id: 'Notice',
    example: {
      subscriber_id: 'integration_01KB0XTP5EQ4Y8TVX9DD1E55QG',
      subject: 'anomaly_01KB0XTP5EQ4Y8TVX9DD1E55QG',
      service: 'orders',
      state: 'held',
      because: 'quiet_hours',
      detail: '22:00-07:00 Europe/London',
      lead: null,
      opened_at: null,
      told_at: null,
      repeats: 0,
      acknowledged_by: null,
      updated_at: '2026-11-24T23:10:00.000Z',
      event: 'anomaly.detected',
      severity: 'medium',
    },
  });

/** A page of notices, and how often nobody was told. */
export const Notices = pageOf('notices', NoticeAnswer).extend({
  not_told: z
    .partialRecord(Because, z.number().int().nonnegative())
    .describe('how often somebody was not told, since the beginning, by why'),
});

export const listNotices = route({
  id: 'listNotices',
  method: 'GET',
  path: '/notices',
  scope: 'read',
  tag: 'Notifications',
  summary: 'Who was told of what is not over, who waits, and why',
  query: z.object({
    service: ServiceName.optional(),
    subscriber: z.string().min(1).max(200).optional(),
    state: Notice.shape.state.optional(),
    ...pageQuery,
  }),
  answers: {
    200: { description: 'The notices, by subject', schema: Notices },
  },
});

export const ackAnomaly = route({
  id: 'ackAnomaly',
  method: 'POST',
  path: '/anomalies/{id}/ack',
  scope: 'act',
  tag: 'Notifications',
  summary: 'Says that somebody looks after an open anomaly: nobody is reminded of it, and it escalates no further',
  params: z.object({ id: z.string().max(200) }),
  answers: {
    202: {
      description: 'It is being told to those who know of the anomaly',
      schema: z.object({ anomaly_id: Anomaly.shape.id, acknowledged_by: z.string(), acknowledged_at: Instant }),
    },
  },
});

export const noticeRoutes = [listNotices, ackAnomaly];
