import * as z from 'zod';
import { Duration, seconds } from '../configuration/configuration.ts';
import { actionParameters } from './actionParameters/index.ts';
import { undoOf } from './actionParameters/undo.ts';
import type { PolicyDocument, WrittenAction } from './document.ts';
import { nearest } from './nearest.ts';
import { type DocumentFault, rungOf } from './normalise.ts';
import type { Rung } from './policy.ts';

/** Every action type of the language. */
export const actionNames: readonly string[] = Object.keys(undoOf);
/** What `on_failure` may say beside them: take back what was done. */
const ROLLBACK = 'rollback';
/** What an action of any type may say: how long it holds before it is undone by itself. */
const OF_EVERY_TYPE = ['lease'];

/** Each action type with what it says of its parameters. */
export type ActionChecks = ReadonlyMap<
  string,
  { check(parameters: Record<string, unknown>): { pointer: string; message: string }[] }
>;
export interface Checked {
  faults: DocumentFault[];
  warnings: DocumentFault[];
}
/** One action where it is written. */
export interface WrittenStep {
  written: WrittenAction;
  pointer: string;
}

/** What a policy does, in its order, however it is spelled. */
export const stepsOf = ({ action, actions }: PolicyDocument): WrittenStep[] =>
  actions
    ? actions.map((written, index) => ({ written, pointer: `/actions/${index}` }))
    : [action].filter((written) => written !== undefined).map((written) => ({ written, pointer: '/action' }));

/** What a policy does when it did not help. */
export const afterwardsOf = ({ on_failure = [] }: PolicyDocument): WrittenStep[] =>
  on_failure.map((written, index) => ({ written, pointer: `/on_failure/${index}` }));

/** Checks what a document wants done: unknown types, unknown parameters and wrong ones are faults. */
export function checkActions(document: PolicyDocument, types: ActionChecks): Checked {
  const checked = [
    ...stepsOf(document).map((step) => checkAction(step, types, document.parameters)),
    ...afterwardsOf(document)
      .filter(({ written }) => rungOf(written).type !== ROLLBACK)
      .map((step) => checkAction(step, types)),
    unknownCommon(document),
    futileRollback(document),
    ...repeated(document),
  ];
  return {
    faults: checked.flatMap(({ faults }) => faults),
    warnings: checked.flatMap(({ warnings }) => warnings),
  };
}

const fault = (pointer: string, message: string): Checked => ({ faults: [{ pointer, message }], warnings: [] });
const warning = (pointer: string, message: string): Checked => ({ faults: [], warnings: [{ pointer, message }] });
const NOTHING: Checked = { faults: [], warnings: [] };

function checkAction({ written, pointer }: WrittenStep, types: ActionChecks, common = {}): Checked {
  const { type, parameters } = rungOf(written, common);
  const place = typeof written === 'object' && typeof written.type === 'string' ? `${pointer}/type` : pointer;
  const unknown = unknownType(type);
  if (unknown !== undefined) return fault(place, unknown);
  const found = types.get(type)?.check(parameters) ?? [];
  const faults = found.map(({ pointer: inside, message }) => ({
    pointer: placeOf({ written, pointer }, inside),
    message,
  }));
  const leased = leaseFault({ type, parameters });
  return {
    faults: [
      ...faults,
      ...unknownMembers({ written, pointer }, type),
      ...(leased === undefined ? [] : [{ pointer: placeOf({ written, pointer }, '/lease'), message: leased }]),
    ],
    warnings: [],
  };
}

/** What holds for a time only has to be something that can be taken back. */
function leaseFault({ type, parameters }: Rung): string | undefined {
  const { lease } = parameters;
  if (lease === undefined) return undefined;
  const read = Duration.safeParse(lease);
  if (!read.success || seconds(read.data) <= 0) return `a lease is a time like 30m, not ${JSON.stringify(lease)}`;
  if (hasUndo({ type, parameters })) return undefined;
  return `${type} cannot be undone, so it cannot be for a time only: take the lease out`;
}

/** Where a parameter was written: with its action, below the type's own name, or in what all actions have in common. */
function placeOf({ written, pointer }: WrittenStep, inside: string): string {
  const [, member = ''] = inside.split('/');
  if (typeof written !== 'object') return `/parameters${inside}`;
  if (typeof written.type === 'string') return `${member in written ? pointer : '/parameters'}${inside}`;
  const [[name, value] = ['', undefined]] = Object.entries(written);
  if (typeof value !== 'object' || value === null) return `${pointer}/${name}`; // {circuit_breaker: enable}
  return `${member in value ? `${pointer}/${name}` : '/parameters'}${inside}`;
}

/** A key that the type does not know would be passed over in silence: it is a slip of the pen. */
function unknownMembers({ written, pointer }: WrittenStep, type: string): DocumentFault[] {
  const known = parametersOf(type);
  if (typeof written !== 'object' || known === undefined) return [];
  if (typeof written.type === 'string') {
    const { type: _type, ...members } = written;
    return strange(members, pointer, known, type);
  }
  return strange(Reflect.get(written, type), `${pointer}/${type}`, known, type);
}

/** What all actions have in common has to mean something to one of them. */
function unknownCommon(document: PolicyDocument): Checked {
  const types = stepsOf(document).map(({ written }) => rungOf(written).type);
  const known = types.map(parametersOf);
  if (types.length === 0 || known.some((one) => one === undefined)) return NOTHING;
  const all = [...new Set(known.flatMap((one) => one ?? []))];
  return { faults: strange(document.parameters, '/parameters', all, types.join(' and ')), warnings: [] };
}

function strange(members: unknown, pointer: string, known: readonly string[], type: string): DocumentFault[] {
  if (typeof members !== 'object' || members === null) return [];
  return Object.keys(members)
    .filter((member) => !known.includes(member))
    .map((member) => {
      const near = nearest(member, known);
      const meant = near === undefined ? `: there is ${known.join(', ')}` : `: did you mean ${near}?`;
      return { pointer: `${pointer}/${member}`, key: true, message: `${type} knows no ${member}${meant}` };
    });
}

/** The parameters of a type; undefined where nobody says which it takes. */
function parametersOf(type: string): string[] | undefined {
  const schema = actionParameters[type];
  return schema instanceof z.ZodObject ? [...Object.keys(schema.shape), ...OF_EVERY_TYPE] : undefined;
}

/** What is wrong with the name of a type, with what was surely meant; nothing where the language knows it. */
export function unknownType(type: string): string | undefined {
  if (actionNames.includes(type)) return undefined;
  const guess = nearest(type, actionNames);
  const rest = guess === undefined ? ': there' : `: did you mean ${guess}? There`;
  return `"${type}" is no type of action${rest} are ${actionNames.join(', ')}`;
}

/** Whether what a rung did can be taken back. */
export function hasUndo({ type, parameters }: Rung): boolean {
  const undo = undoOf[type];
  if (undo === undefined || undo === 'former') return true;
  return 'by' in undo && parameters[undo.by] !== undefined;
}

function futileRollback(document: PolicyDocument): Checked {
  const step = afterwardsOf(document).find(({ written }) => rungOf(written).type === ROLLBACK);
  const rungs = stepsOf(document).map(({ written }) => rungOf(written, document.parameters));
  if (!step || rungs.length === 0 || rungs.some(hasUndo)) return NOTHING;
  const types = [...new Set(rungs.map(({ type }) => type))].join(' and ');
  return warning(step.pointer, `there is nothing to roll back: ${types} cannot be undone. Take rollback out`);
}

/** The same rung once more changes nothing that the first did not change. */
function repeated(document: PolicyDocument): Checked[] {
  const told = stepsOf(document).map((step) => ({ ...step, text: textOf(rungOf(step.written, document.parameters)) }));
  return told.flatMap(({ pointer, text }, index) =>
    told.slice(0, index).some((before) => before.text === text)
      ? [warning(pointer, 'this action stands in the list already: once it did not help, it will not the second time')]
      : [],
  );
}

const textOf = ({ type, parameters }: Rung): string => JSON.stringify([type, Object.entries(parameters).sort()]);
