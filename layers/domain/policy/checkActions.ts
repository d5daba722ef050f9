import type { PolicyDocument, WrittenAction } from './document.ts';
import { nearest } from './nearest.ts';
import { type DocumentFault, rungOf } from './normalise.ts';

/** Every action type of the language. What this version lacks loads, and is held when its time comes. */
export const actionNames: readonly string[] = [
  'alert',
  'restart_container',
  'restart_pod',
  'scale',
  'rollback_deployment',
  'circuit_breaker',
  'rate_limiter',
  'scale_lambda',
  'run_automation',
  'invoke',
  'webhook',
];
/** What `on_failure` may say beside them: take back what was done. */
const ROLLBACK = 'rollback';

/** The action types that this version carries out, each with what it says of its parameters. */
export type ActionChecks = ReadonlyMap<
  string,
  { check(parameters: Record<string, unknown>): { pointer: string; message: string }[] }
>;
export interface Checked {
  faults: DocumentFault[];
  warnings: DocumentFault[];
}

/** Checks what a document wants done: unknown types and wrong parameters are faults, types still to come a warning. */
export function checkActions(document: PolicyDocument, types: ActionChecks): Checked {
  const steps = document.actions
    ? document.actions.map((written, index) => ({ written, pointer: `/actions/${index}` }))
    : [document.action].filter((written) => written !== undefined).map((written) => ({ written, pointer: '/action' }));
  const afterwards = (document.on_failure ?? []).map((written, index) => ({
    written,
    pointer: `/on_failure/${index}`,
  }));
  const checked = [
    ...steps.map(({ written, pointer }) => checkAction(written, pointer, types, document.parameters)),
    ...afterwards
      .filter(({ written }) => rungOf(written).type !== ROLLBACK)
      .map(({ written, pointer }) => checkAction(written, pointer, types)),
  ];
  return {
    faults: checked.flatMap(({ faults }) => faults),
    warnings: checked.flatMap(({ warnings }) => warnings),
  };
}

function checkAction(
  written: WrittenAction,
  pointer: string,
  types: ActionChecks,
  common: Record<string, unknown> = {},
): Checked {
  const { type, parameters } = rungOf(written, common);
  const place = typeof written === 'object' && typeof written.type === 'string' ? `${pointer}/type` : pointer;
  const unknown = unknownType(type);
  if (unknown !== undefined) return { faults: [{ pointer: place, message: unknown }], warnings: [] };
  const known = types.get(type);
  if (!known) {
    const message = `${type} is not available yet in this version: such an action is recorded as held, and not done`;
    return { faults: [], warnings: [{ pointer: place, message }] };
  }
  const own = typeof written === 'object' ? Object.keys(written) : [];
  const faults = known.check(parameters).map((fault) => {
    const [, member = ''] = fault.pointer.split('/');
    return { pointer: `${own.includes(member) ? pointer : '/parameters'}${fault.pointer}`, message: fault.message };
  });
  return { faults, warnings: [] };
}

/** What is wrong with the name of a type, with what was surely meant; nothing where the language knows it. */
export function unknownType(type: string): string | undefined {
  if (actionNames.includes(type)) return undefined;
  const guess = nearest(type, actionNames);
  const rest = guess === undefined ? ': there' : `: did you mean ${guess}? There`;
  return `"${type}" is no type of action${rest} are ${actionNames.join(', ')}`;
}
