import type { ActionType } from './actionType.ts';

/** An action type that changes nothing, for tests of what leads to an action and follows from it. */
export const harmless = (name: string): ActionType => ({
  name,
  changes: true,
  check: () => [],
  plan: async () => ({ plan: {} }),
  act: async () => {},
  settled: async () => ({ state: 'settled' }),
});
