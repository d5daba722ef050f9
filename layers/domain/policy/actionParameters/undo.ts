/** How an action of a type is taken back: what was before is put back, it cannot be, or by what its author names. */
export type Undo = 'former' | { none: string } | { by: string; otherwise: string };

const RESTARTED = 'what was stopped is gone: the new tasks stay';

/** Of each action type, with the reason of those that have none. The registry's own say the same, which a test holds. */
export const undoOf: Readonly<Record<string, Undo>> = {
  alert: { none: 'a message cannot be taken back' },
  restart_container: { none: RESTARTED },
  restart_pod: { none: RESTARTED },
  scale: 'former',
  rollback_deployment: 'former',
  circuit_breaker: 'former',
  rate_limiter: 'former',
  scale_lambda: 'former',
  run_automation: { by: 'undo', otherwise: 'only its author knows what the document changes' },
  invoke: { by: 'undo', otherwise: 'only its author knows what the function changes' },
  webhook: { none: 'a call that was heard cannot be taken back' },
};
