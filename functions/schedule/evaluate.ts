import { marks } from '#adapters/dynamodb/marks.ts';
import { dynamo } from '#runtime/clients.ts';
import { environment } from '#runtime/environment.ts';
import { onSchedule } from '#runtime/handlers.ts';
import { evaluateAll } from '#usecases/engineStatus.ts';
import { sweepIntents } from '#usecases/sweepIntents.ts';
import { keepPorts } from '../decisions.ts';
import { remediationPorts } from '../remediation.ts';

/** Wakes each minute: conditions that need no anomaly, actions that a guard held, and what a crash left behind. */
export const handler = onSchedule(async (context) => {
  const ports = remediationPorts(context);
  await sweepIntents(ports);
  await evaluateAll({ ...ports, ...keepPorts(), marks: marks(dynamo(), environment('PROGRESS_TABLE')) });
});
