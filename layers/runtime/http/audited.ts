import type { MiddlewareObj } from '@middy/core';
import { bounded } from '#domain/audit/bounded.ts';
import type { AuditEntry } from '#domain/audit/entry.ts';
import type { AuditTrail } from '#ports';
import { metrics } from '../powertools.ts';
import type { Answer } from './answers.ts';
import { changeEntry, changes, refusalEntry } from './auditEntry.ts';
import type { Call } from './call.ts';
import { problemOf } from './problemAnswer.ts';

/**
 * Tells the audit of each change through the API once it is made, with whoever made it, and of each that was refused to a
 * known key. What cannot be told is in the function's log as a whole: a switch that was thrown must not be answered as if
 * it had not been.
 */
export const audited = (ports: () => { audit: AuditTrail }): MiddlewareObj<Call, Answer> => ({
  async after({ event: call, response }) {
    if (!response || call.replayed || !changes(call)) return;
    await tell(changeEntry(call, response), call, ports);
  },
  async onError({ event: call, error }) {
    const { status, message } = problemOf(error);
    if (status !== 403 || call.caller.id === null || !changes(call)) return;
    await tell(refusalEntry(call, { status, detail: message }), call, ports);
  },
});

async function tell(entry: AuditEntry, { context }: Call, ports: () => { audit: AuditTrail }): Promise<void> {
  try {
    await ports().audit.record([entry]);
  } catch (error) {
    context.log.error('an entry could not be handed over to the audit', { entry: bounded(entry), error });
    metrics.addMetric('AuditEntriesLost', 'Count', 1);
  }
}
