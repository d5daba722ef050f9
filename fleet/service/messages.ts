import type { ProcessFault } from '../faults.ts';

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
}
export type FromTask = { kind: 'listening'; port: number } | TaskReport;

/** What a supervisor tells a task. */
export type ToTask =
  | { kind: 'fault'; fault: ProcessFault | 'crash' }
  | { kind: 'burn'; on: boolean }
  | { kind: 'heal' };

export function isFromTask(message: unknown): message is FromTask {
  if (typeof message !== 'object' || message === null || !('kind' in message)) return false;
  return message.kind === 'listening' || message.kind === 'report';
}

export function isToTask(message: unknown): message is ToTask {
  if (typeof message !== 'object' || message === null || !('kind' in message)) return false;
  return message.kind === 'fault' || message.kind === 'burn' || message.kind === 'heal';
}
