import * as z from 'zod';
import { Action, ActionStatus } from '#domain/remediation/action.ts';
import { ServiceName } from '#domain/service/name.ts';
import { pageOf, pageQuery } from './page.ts';
import { route } from './route.ts';
import { Reason, said } from './said.ts';
import { When } from './when.ts';

const tag = 'Actions';
const byId = z.object({ id: z.string().max(200) });

export const ActionRequest = z
  .strictObject({
    action: z.string().min(1).max(100).describe('a type of action: alert, restart_container, scale …'),
    service: ServiceName,
    reason: Reason,
    parameters: z.record(z.string(), z.unknown()).default({}),
  })
  .meta({
    id: 'ActionRequest',
    example: { action: 'alert', service: 'orders-service', reason: 'Manual test', parameters: {} },
  });

export const executeAction = route({
  id: 'executeAction',
  method: 'POST',
  path: '/actions/execute',
  scope: 'act',
  tag,
  summary: "Carries an action out by hand: through the same guards and the same workflow as a policy's",
  body: ActionRequest,
  answers: {
    202: {
      description: 'The action; its status is held where a guard keeps it back, and guards say why',
      schema: Action,
    },
  },
});

const status = ActionStatus.optional();
const list = (id: string, path: `/${string}`, summary: string) =>
  route({
    id,
    method: 'GET',
    path,
    scope: 'read',
    tag,
    summary,
    query: z.object({
      service: ServiceName.optional(),
      status,
      since: When.optional().describe('made at or after'),
      ...pageQuery,
    }),
    answers: { 200: { description: 'The actions', schema: pageOf('actions', Action) } },
  });
export const listActions = list('listActions', '/actions', 'Actions, newest first');
export const listRecentActions = list('listRecentActions', '/actions/recent', 'Actions of the last 24 hours');
export const listActionHistory = list('listActionHistory', '/actions/history', 'Actions, newest first');

export const getAction = route({
  id: 'getAction',
  method: 'GET',
  path: '/actions/{id}',
  scope: 'read',
  tag,
  summary: 'An action: what was found, planned and done, before and after, and the verdict',
  params: byId,
  answers: { 200: { description: 'The action', schema: Action } },
});

export const ActionState = Action.pick({
  id: true,
  type: true,
  service: true,
  status: true,
  verdict: true,
  verdict_reason: true,
  guards: true,
  approval: true,
  lease_until: true,
  undo: true,
  before: true,
  after: true,
  created_at: true,
  started_at: true,
  acted_at: true,
  settled_at: true,
  ended_at: true,
  timeline: true,
}).meta({ id: 'ActionState' });

export const getActionStatus = route({
  id: 'getActionStatus',
  method: 'GET',
  path: '/actions/{id}/status',
  scope: 'read',
  tag,
  summary: 'Where an action stands, what the guards said, and what came of it',
  params: byId,
  answers: { 200: { description: 'Where it stands', schema: ActionState } },
});

const Decision = z
  .strictObject({
    hash: z
      .string()
      .regex(/^[0-9a-f]{64}$/, 'the approval.hash of the action, as it was shown')
      .optional()
      .describe(
        "the action's approval.hash: a decision about another plan than the one that is asked about is refused",
      ),
    note: said(1_000).optional().describe('why; it is kept'),
  })
  .meta({ id: 'ApprovalDecision', example: { note: 'checked with the team' } });

const decision = (id: string, verb: 'approve' | 'reject', summary: string) =>
  route({
    id,
    method: 'POST',
    path: `/actions/{id}/${verb}`,
    scope: 'act',
    tag,
    summary,
    params: byId,
    body: Decision,
    answers: {
      202: {
        description:
          'The action with the decision. A late or second decision, or one on a plan that changed, is refused (412)',
        schema: Action,
      },
    },
  });
export const approveAction = decision(
  'approveAction',
  'approve',
  'Lets an action happen that waits for a person: as it was planned, or not at all',
);
export const rejectAction = decision(
  'rejectAction',
  'reject',
  'Ends an action that waits for a person: nothing was done',
);

export const rollbackAction = route({
  id: 'rollbackAction',
  method: 'POST',
  path: '/actions/{id}/rollback',
  scope: 'act',
  tag,
  summary: "Takes an action back, ended or still watched, unless somebody changed the service's setting since",
  params: byId,
  body: z.strictObject({ reason: Reason }).meta({ id: 'Rollback', example: { reason: 'the sale is over' } }),
  answers: {
    202: {
      description: 'The action; undo says how it goes. What did nothing, or cannot be taken back, is refused (409)',
      schema: Action,
    },
  },
});

export const actionRoutes = [
  executeAction,
  listActions,
  listRecentActions,
  listActionHistory,
  getAction,
  getActionStatus,
  approveAction,
  rejectAction,
  rollbackAction,
];
