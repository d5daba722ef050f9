import { actionTable } from '#adapters/dynamodb/actionTable.ts';
import { serviceTable } from '#adapters/dynamodb/serviceTable.ts';
import {
  ActionState,
  approveAction,
  executeAction,
  getAction,
  getActionStatus,
  listActionHistory,
  listActions,
  listRecentActions,
  rejectAction,
  rollbackAction,
} from '#contract/actions.ts';
import type { Action } from '#domain/remediation/action.ts';
import { toInstant, utc } from '#domain/time.ts';
import type { ActionFilter, PageRequest } from '#ports';
import { dynamo } from '#runtime/clients.ts';
import { environment } from '#runtime/environment.ts';
import {
  type Answer,
  answers,
  Conflict,
  Forbidden,
  type HttpContext,
  Invalid,
  NotFound,
  onHttp,
  PreconditionFailed,
} from '#runtime/http/http.ts';
import { canonicalName } from '#usecases/canonicalName.ts';
import { type Decision, decideApproval } from '#usecases/decideApproval.ts';
import { requestAction } from '#usecases/requestAction.ts';
import { requestUndo } from '#usecases/requestUndo.ts';
import { remediationPorts } from '../remediation.ts';

const RECENT_SECONDS = 86_400;

const actions = () => actionTable(dynamo(), environment('ACTIONS_TABLE'));

async function found(id: string): Promise<Action> {
  const action = await actions().get(id);
  if (!action) throw new NotFound(`there is no action ${id}`);
  return action;
}

async function listed({ limit, cursor, service, status, since }: ActionFilter & PageRequest): Promise<Answer> {
  const services = serviceTable(dynamo(), environment('SERVICES_TABLE'));
  const { items, next_cursor } = await actions().list(
    {
      service: service === undefined ? undefined : await canonicalName(service, services),
      status,
      since: since === undefined ? undefined : utc(since),
    },
    { limit, cursor },
  );
  return { status: 200, body: { actions: items, count: items.length, next_cursor } };
}

const foreign = (service: string) =>
  new Forbidden(`this key does not act on ${service}: none of its namespaces owns it`);

async function decide(
  id: string,
  decision: Decision['decision'],
  { hash, note }: { hash?: string | undefined; note?: string | undefined },
  context: HttpContext,
): Promise<Answer> {
  const { caller } = context;
  const wanted = { id, decision, by: caller.actor, note: note ?? null, hash: hash ?? null };
  const decided = await decideApproval({ ...wanted, namespaces: caller.namespaces }, remediationPorts(context));
  switch (decided.outcome) {
    case 'unknown':
      throw new NotFound(`there is no action ${id}`);
    case 'foreign':
      throw foreign(decided.service);
    case 'refused':
      throw new PreconditionFailed(decided.reason);
    case 'decided':
      context.log.info('a person decided', { id, decision, by: wanted.by });
      return { status: 202, body: decided.action };
  }
}

export const handler = onHttp([
  answers(executeAction, async ({ body }, context) => {
    const { caller } = context;
    const request = { ...body, requestedBy: caller.actor, namespaces: caller.namespaces };
    const requested = await requestAction(request, remediationPorts(context));
    switch (requested.outcome) {
      case 'invalid':
        throw new Invalid(requested.faults);
      case 'unknown_service':
        throw new NotFound(`no service ${body.service} is watched`);
      case 'foreign':
        throw foreign(requested.service);
      case 'accepted':
        return {
          status: 202,
          body: requested.action,
          headers: { location: `/actions/${requested.action.id}` },
        };
    }
  }),
  answers(listActions, ({ query }) => listed(query)),
  answers(listRecentActions, ({ query }, { clock }) => {
    const day = toInstant(clock.now() - RECENT_SECONDS);
    const since = query.since === undefined || utc(query.since) < day ? day : query.since;
    return listed({ ...query, since });
  }),
  answers(listActionHistory, ({ query }) => listed(query)),
  answers(getAction, async ({ params }) => ({ status: 200, body: await found(params.id) })),
  answers(getActionStatus, async ({ params }) => ({
    status: 200,
    body: ActionState.parse(await found(params.id)),
  })),
  answers(approveAction, ({ params, body }, context) => decide(params.id, 'approved', body, context)),
  answers(rejectAction, ({ params, body }, context) => decide(params.id, 'rejected', body, context)),
  answers(rollbackAction, async ({ params, body }, context) => {
    const { actor, namespaces } = context.caller;
    const wanted = { id: params.id, by: actor, reason: body.reason, namespaces };
    const asked = await requestUndo(wanted, remediationPorts(context));
    switch (asked.outcome) {
      case 'unknown':
        throw new NotFound(`there is no action ${params.id}`);
      case 'foreign':
        throw foreign(asked.service);
      case 'refused':
        throw new Conflict(asked.reason);
      case 'asked':
        return { status: 202, body: asked.action, headers: { location: `/actions/${params.id}` } };
    }
  }),
]);
