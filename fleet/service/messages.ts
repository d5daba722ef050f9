import type { ProcessFault } from '../faults.ts';
import type { FlagsHeard } from '../flags/flags.ts';

/** What a task tells its supervisor, once a second: counts since the last report. */
export interface TaskReport {
  kind: 'report';
  /** seconds this report covers */
  seconds: number;
  cpuMs: number;
  rssBytes: number;
  requests: number;
  errors: number;
  poolInUse: number;
  poolSize: number;
  /** answered 429, because of the limit that its flags set */
  limited: number;
  /** calls of others that were left out, because of an open breaker */
  skipped: number;
}
export type FromTask = { kind: 'listening'; port: number } | TaskReport;

/** What a supervisor tells a task. */
export type ToTask =
  | { kind: 'fault'; fault: ProcessFault | 'crash' }
  | { kind: 'burn'; on: boolean }
  | { kind: 'slow'; on: boolean }
  | { kind: 'flags'; flags: FlagsHeard }
  | { kind: 'heal' };

const TO_TASK: ReadonlySet<string> = new Set(['fault', 'burn', 'slow', 'flags', 'heal'] satisfies ToTask['kind'][]);

export function isFromTask(message: unknown): message is FromTask {
  if (typeof message !== 'object' || message === null || !('kind' in message)) return false;
  return message.kind === 'listening' || message.kind === 'report';
}

export function isToTask(message: unknown): message is ToTask {
  if (typeof message !== 'object' || message === null || !('kind' in message)) return false;
  return typeof message.kind === 'string' && TO_TASK.has(message.kind);
}
