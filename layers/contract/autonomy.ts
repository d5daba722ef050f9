import * as z from 'zod';
import { Evidence } from '#domain/remediation/autonomy.ts';
import { ServiceName } from '#domain/service/name.ts';
import { route } from './route.ts';
import { Reason } from './said.ts';

const tag = 'Policies';

const Wish = z
  .strictObject({
    service: ServiceName.optional().describe('only there; every service that the policy looks after when left out'),
    action: z.string().min(1).max(100).optional().describe('only this type; every rung of the ladder when left out'),
    reason: Reason,
  })
  .meta({ id: 'AutonomyWish', example: { service: 'orders', reason: 'the bounds of its scaling are mended' } });

/** What a policy may do by itself, with what that rests on. */
export const AutonomyAnswer = z
  .object({
    policy_id: z.string(),
    targets: z.array(
      z.object({
        service: ServiceName,
        type: z.string(),
        level: z.enum(['observe', 'suggest', 'auto']).describe('what it may do now'),
        reason: z.string(),
        evidence: Evidence,
      }),
    ),
  })
  .meta({ id: 'PolicyAutonomy' });

const change = (id: string, verb: 'promote' | 'demote', summary: string, description: string) =>
  route({
    id,
    method: 'POST',
    path: `/policies/{id}/${verb}`,
    scope: 'act',
    tag,
    summary,
    params: z.object({ id: z.string().max(200) }),
    body: Wish,
    answers: { 200: { description, schema: AutonomyAnswer } },
  });

export const promotePolicy = change(
  'promotePolicy',
  'promote',
  'Lifts what stands against a policy: a harm that it did, or a demotion',
  'What it may do now, with the evidence. What its record and backtest do not bear out is refused (409), with what lacks',
);
export const demotePolicy = change(
  'demotePolicy',
  'demote',
  'Has a policy ask a person before it acts, until a person lifts that',
  'What it may do now, with the evidence',
);

export const autonomyRoutes = [promotePolicy, demotePolicy];
