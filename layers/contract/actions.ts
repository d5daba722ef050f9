import * as z from 'zod';
import { Action, ActionStatus } from '#domain/remediation/action.ts';
import { ServiceName } from '#domain/service/name.ts';
import { pageOf, pageQuery } from './page.ts';
import { route } from './route.ts';
import { When } from './when.ts';

const tag = 'Actions';
const byId = z.object({ id: z.string().max(200) });

export const ActionRequest = z
  .strictObject({
    action: z.string().min(1).max(100).describe('a type of action: alert, restart_container, scale …'),
    service: ServiceName,
    reason: z.string().trim().min(1, 'say why: it is kept with the action').max(1_000),
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

export const actionRoutes = [
  executeAction,
  listActions,
  listRecentActions,
  listActionHistory,
  getAction,
  getActionStatus,
];
