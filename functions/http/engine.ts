import { marks } from '#adapters/dynamodb/marks.ts';
import { ActionBrief, evaluateNow, getStatus, toggleEngine } from '#contract/engine.ts';
import type { Action } from '#domain/remediation/action.ts';
import { dynamo } from '#runtime/clients.ts';
import { environment } from '#runtime/environment.ts';
import type { Context } from '#runtime/handlers.ts';
import { answers, onHttp } from '#runtime/http/http.ts';
import { engineStatus, evaluateAll, toggleEngine as toggle } from '#usecases/engineStatus.ts';
import { keepPorts } from '../decisions.ts';
import { remediationPorts } from '../remediation.ts';

const enginePorts = (context: Pick<Context, 'clock' | 'log'>) => ({
  ...remediationPorts(context),
  ...keepPorts(),
  marks: marks(dynamo(), environment('PROGRESS_TABLE')),
});

const brief = (action: Action) => ActionBrief.parse(action);
const heldBrief = (action: Action) => ({
  ...brief(action),
  why: action.guards.filter(({ passed }) => !passed).map(({ reason }) => reason),
});

/** The engine and its kill switch. */
export const handler = onHttp([
  answers(getStatus, async (_request, context) => {
    const status = await engineStatus(enginePorts(context));
    return { status: 200, body: { ...status, under_way: status.under_way.map(brief) } };
  }),
  answers(toggleEngine, async ({ body }, context) => {
    const state = await toggle({ ...body, by: context.caller.actor }, enginePorts(context));
    context.log.warn('the kill switch was set', { enabled: state.enabled, reason: state.reason, by: state.by });
    return { status: 200, body: { ...state, still_running: state.still_running.map(brief) } };
  }),
  answers(evaluateNow, async (_request, context) => {
    const { evaluated_at, started, held } = await evaluateAll(enginePorts(context));
    return { status: 200, body: { evaluated_at, started: started.map(brief), held: held.map(heldBrief) } };
  }),
]);
