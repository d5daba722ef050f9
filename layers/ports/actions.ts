import type { Action, ActionStatus } from '#domain/remediation/action.ts';
import type { Instant } from '#domain/time.ts';
import type { Page, PageRequest } from './page.ts';

export interface ActionFilter {
  service?: string | undefined;
  status?: ActionStatus | undefined;
  since?: Instant | undefined;
}

export interface ActionTable {
  /** pending, if there is none of this id or only a held one; otherwise the one that is there. */
  claim(action: Action): Promise<{ claimed: boolean; action: Action }>;
  /** records a held action; never overwrites a claimed one. A repeat with the same guards writes nothing. */
  hold(action: Action): Promise<void>;
  /** Writes if the stored version is `action.version - 1`; false otherwise. */
  update(action: Action): Promise<boolean>;
  get(id: string): Promise<Action | undefined>;
  list(filter: ActionFilter, page: PageRequest): Promise<Page<Action>>;
  /** those claimed and not ended */
  unfinished(): Promise<Action[]>;
  /** those that ended and are still to be taken back: by their lease, or because a person wants it */
  awaitingUndo(): Promise<Action[]>;
  /** all attempts that derive from this policy and cause */
  ofCause(policyId: string, causeId: string): Promise<Action[]>;
  /** the newest actions of this policy on this service, newest first */
  ofTarget(policyId: string, service: string): Promise<Action[]>;
}

export interface Workflow {
  /** Starts the execution of this name; "already exists" counts as started. */
  start(name: string, actionId: string): Promise<void>;
  status(name: string): Promise<'running' | 'succeeded' | 'failed' | 'unknown'>;
  /** Wakes the execution that waits with this token. gone: none waits with it any more. */
  answer(token: string, output: Readonly<Record<string, unknown>>): Promise<'answered' | 'gone'>;
}
