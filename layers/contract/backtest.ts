import * as z from 'zod';
import { Decision } from '#domain/decision/decision.ts';
import { Job } from '#domain/job/job.ts';
import { PolicyDocument } from '#domain/policy/document.ts';
import { route } from './route.ts';
import { When } from './when.ts';

const tag = 'Policies';

/** One policy as a document, a whole policy file as text, or policies that are there already, by their ids. */
export const BacktestRequest = z
  .strictObject({
    policy: PolicyDocument.optional().describe('one, as POST /policies takes it'),
    file: z.string().max(200_000).optional().describe('a policy file as text, in any of its spellings'),
    policies: z.array(z.string().max(200)).max(200).optional().describe('ids of policies of this installation'),
    since: When.optional().describe('14 days before the end unless said'),
    until: When.optional().describe('now unless said'),
  })
  .refine(
    ({ policy, file, policies }) => [policy, file, policies].filter((one) => one !== undefined).length === 1,
    'give one of policy, file and policies',
  )
  .meta({
    id: 'BacktestRequest',
    example: {
      policy: { name: 'cpu_high', condition: 'cpu_usage > 85', action: 'scale', service: 'orders' },
      since: '2026-11-11T00:00:00.000Z',
    },
  });

export const backtestPolicies = route({
  id: 'backtestPolicies',
  method: 'POST',
  path: '/policies/backtest',
  scope: 'read',
  tag,
  summary: 'Replays stored history through policies: what they would have done, and whether that was right',
  body: BacktestRequest,
  answers: {
    202: { description: 'The job that does it; its result is a BacktestReport', schema: Job },
  },
});

export const replayDecision = route({
  id: 'replayDecision',
  method: 'GET',
  path: '/decisions/{id}/replay',
  scope: 'read',
  tag,
  summary: 'Makes a kept decision again from what it saw: the same, byte for byte, or where it differs',
  params: z.object({ id: z.string().max(200) }),
  answers: {
    200: {
      description: 'The decision, and whether its replay came to the same',
      schema: z
        .object({
          decision: Decision,
          same: z.boolean(),
          kept: z.string().describe('what was decided, as canonical JSON'),
          replayed: z.string().nullable().describe('what the replay decided; null: it could not be made again'),
          diverged: z.string().nullable().describe('why it could not'),
        })
        .meta({ id: 'DecisionReplay' }),
    },
  },
});

export const backtestRoutes = [backtestPolicies, replayDecision];
