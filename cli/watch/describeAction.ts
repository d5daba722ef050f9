import type { Action, GuardResult } from '#domain/remediation/action.ts';
import { figure } from '../text/figures.ts';
import { plannedText } from '../text/planned.ts';
import { doing, isBack, passedGuard, phrase } from '../text/words.ts';
import type { Line } from './line.ts';

/** What an action's event says: why it was chosen, what let it pass or held it, what it does, what came of it. */
export function describeAction(event: string, action: Action, at: string): Line[] {
  const line = { at, service: action.service };
  switch (event) {
    case 'action.claimed':
      return [chosen(action, at), { ...line, tone: 'busy', what: 'guards passed', detail: passed(action.guards) }];
    case 'action.held':
      return [
        {
          ...line,
          tone: 'held',
          what: `held: ${phrase(action.type)}`,
          detail: `${whose(action)}${failed(action.guards)}`,
        },
      ];
    case 'action.started':
      return [
        ...(action.rung > 0 ? [{ ...line, tone: 'busy' as const, what: 'next rung', detail: action.reason }] : []),
        { ...line, tone: 'busy', what: `${doing(action.type)} running`, detail: plannedText(action.type, action.plan) },
      ];
    case 'action.succeeded':
      return [action.type === 'alert' ? alert(action, at) : { ...line, tone: 'good', ...proof(action) }];
    case 'action.failed':
      return [
        {
          ...line,
          tone: 'bad',
          what: outcome(action),
          detail: `${phrase(action.type)}: ${action.verdict_reason ?? 'no reason given'}`,
        },
      ];
    default:
      return [{ ...line, tone: 'quiet', what: event, detail: phrase(action.type) }];
  }
}

function chosen(action: Action, at: string): Line {
  const line = { at, service: action.service, tone: 'busy' as const };
  if (action.policy_name === null)
    return { ...line, what: 'asked for by hand', detail: `${phrase(action.type)}: ${action.reason}` };
  return {
    ...line,
    what: 'policy matched',
    detail: `${action.policy_name}: ${phrase(action.type)}, because ${action.reason}`,
  };
}

const whose = ({ policy_name }: Action): string => (policy_name === null ? '' : `${policy_name}: `);

/** A guard that was asked about several things is named once. */
const passed = (guards: readonly GuardResult[]): string =>
  [...new Set(guards.map(({ guard }) => passedGuard(guard)))].join(', ');

const failed = (guards: readonly GuardResult[]): string =>
  guards
    .filter((guard) => !guard.passed)
    .map(({ reason }) => reason)
    .join('; ') || 'no guard said why';

function alert(action: Action, at: string): Line {
  const severity = typeof action.parameters.severity === 'string' ? ` (${action.parameters.severity})` : '';
  return {
    at,
    service: action.service,
    tone: 'held',
    what: `alert sent${severity}`,
    detail: `${whose(action)}${action.reason}`,
  };
}

function proof({ verdict, verdict_reason, cause, before, after }: Action): Pick<Line, 'what' | 'detail'> {
  const what = verdict === 'helped' ? `verified, ${isBack(cause.metric)}` : `done: ${phrase(verdict ?? 'no verdict')}`;
  if (before && after) {
    const figures = `${after.metric} ${figure(before.value, before.unit)} before, ${figure(after.value, after.unit)} after`;
    return { what, detail: figures };
  }
  return { what, detail: verdict_reason ?? '' };
}

function outcome({ status, verdict }: Action): string {
  if (status === 'rolled_back') return 'rolled back';
  if (status === 'escalated') return 'escalated to people';
  return verdict === null ? 'failed' : phrase(verdict);
}
