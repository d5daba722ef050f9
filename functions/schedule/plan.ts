import { marks } from '#adapters/dynamodb/marks.ts';
import { serviceTable } from '#adapters/dynamodb/serviceTable.ts';
import { serviceDiscovery } from '#adapters/ecs/serviceDiscovery.ts';
import { pullQueue } from '#adapters/sqs/pullQueue.ts';
import { dynamo, ecs, sqs } from '#runtime/clients.ts';
import { environment } from '#runtime/environment.ts';
import { onSchedule } from '#runtime/handlers.ts';
import { installation } from '#runtime/installation.ts';
import { discoverServices } from '#usecases/discoverServices.ts';
import { planPulls } from '#usecases/planPulls.ts';

/** Wakes each minute: finds what is watched, and plans the pulls of the next two minutes. */
export const handler = onSchedule(async ({ clock, log }) => {
  const services = serviceTable(dynamo(), environment('SERVICES_TABLE'));
  const discovery = serviceDiscovery(ecs(), installation().configuration, clock);
  const watched = await discoverServices({ discovery, services, clock, log });
  await planPulls(watched, {
    marks: marks(dynamo(), environment('PROGRESS_TABLE')),
    queue: pullQueue(sqs(), environment('PULL_QUEUE_URL')),
    clock,
    log,
  });
});
