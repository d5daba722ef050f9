import * as z from 'zod';
import { Matcher } from '#domain/notice/matcher.ts';
import { Silence } from '#domain/notice/silence.ts';
import { pageOf, pageQuery } from './page.ts';
import { route } from './route.ts';
import { Reason } from './said.ts';
import { When } from './when.ts';

const tag = 'Notifications';
const byId = z.object({ id: z.string().max(200) });

export const SilenceRequest = z
  .strictObject({
    matchers: z.array(Matcher).min(1).max(20).describe('all have to hold'),
    starts_at: When.optional().describe('now when left out'),
    ends_at: When.describe('it holds nothing from then on, without anybody doing anything'),
    reason: Reason,
    hold_actions: z
      .boolean()
      .default(false)
      .describe('nothing is repaired there by itself either: an ad hoc maintenance window'),
  })
  .meta({
    id: 'SilenceRequest',
    example: {
      matchers: [{ name: 'service', value: 'orders', is_equal: true }],
      ends_at: '2040-01-01T06:00:00Z',
      reason: 'we move the database',
      hold_actions: true,
    },
  });
export type SilenceRequest = z.infer<typeof SilenceRequest>;

const State = z.enum(['pending', 'active', 'expired']);
const SilenceNow = Silence.extend({ state: State }).meta({ id: 'SilenceNow' });

export const Silences = pageOf('silences', SilenceNow);

export const listSilences = route({
  id: 'listSilences',
  method: 'GET',
  path: '/silences',
  scope: 'read',
  tag,
  summary: 'Silences, oldest first; those that ended are kept for a week',
  query: z.object({ state: State.optional(), ...pageQuery }),
  answers: { 200: { description: 'The silences', schema: Silences } },
});

export const createSilence = route({
  id: 'createSilence',
  method: 'POST',
  path: '/silences',
  scope: 'write',
  tag,
  summary: 'Holds notices of what matches, and repairs where asked; the stream and the API go on telling everything',
  body: SilenceRequest,
  answers: { 201: { description: 'The silence', schema: SilenceNow } },
});

export const getSilence = route({
  id: 'getSilence',
  method: 'GET',
  path: '/silences/{id}',
  scope: 'read',
  tag,
  summary: 'A silence',
  params: byId,
  answers: { 200: { description: 'The silence', schema: SilenceNow } },
});

export const deleteSilence = route({
  id: 'deleteSilence',
  method: 'DELETE',
  path: '/silences/{id}',
  scope: 'write',
  tag,
  summary: 'Ends a silence at once: what it held and still lasts is told within a minute',
  params: byId,
  answers: { 204: { description: 'It is gone' } },
});

export const silenceRoutes = [listSilences, createSilence, getSilence, deleteSilence];
