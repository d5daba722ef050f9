import { type ActionClients, actionTypes } from '#adapters/actions/registry.ts';
import type { ActionType } from '#usecases/actionType.ts';

const refuse = (): never => {
  throw new Error('what is replayed asks and changes nothing');
};
/** Whatever is asked of it refuses. */
const nobody: object = new Proxy(() => {}, {
  get: (_of, member) => (member === 'then' ? undefined : refuse),
  apply: refuse,
});

/** The action types for what they say by themselves: a replay carries nothing out. */
export const typesAlone = (): ReadonlyMap<string, ActionType> =>
  actionTypes(new Proxy({}, { get: () => nobody }) as ActionClients);
