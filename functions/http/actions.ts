import { actionTable } from '#adapters/dynamodb/actionTable.ts';
import { serviceTable } from '#adapters/dynamodb/serviceTable.ts';
import {
  ActionState,
  executeAction,
  getAction,
  getActionStatus,
  listActionHistory,
  listActions,
  listRecentActions,
} from '#contract/actions.ts';
import type { Action } from '#domain/remediation/action.ts';
import { toInstant, utc } from '#domain/time.ts';
import type { ActionFilter, PageRequest } from '#ports';
import { dynamo } from '#runtime/clients.ts';
import { environment } from '#runtime/environment.ts';
import { type Answer, answers, Forbidden, Invalid, NotFound, onHttp } from '#runtime/http/http.ts';
import { canonicalName } from '#usecases/canonicalName.ts';
import { requestAction } from '#usecases/requestAction.ts';
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

export const handler = onHttp([
  answers(executeAction, async ({ body }, context) => {
    const { caller } = context;
    const request = { ...body, requestedBy: `key:${caller.id}`, namespaces: caller.namespaces };
    const requested = await requestAction(request, remediationPorts(context));
    switch (requested.outcome) {
      case 'invalid':
        throw new Invalid(requested.faults);
      case 'unknown_service':
        throw new NotFound(`no service ${body.service} is watched`);
      case 'foreign':
        throw new Forbidden(`this key does not act on ${requested.service}: none of its namespaces owns it`);
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
]);
