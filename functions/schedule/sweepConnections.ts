import { connectionTable } from '#adapters/dynamodb/connectionTable.ts';
import { keyTable } from '#adapters/dynamodb/keyTable.ts';
import { adminKey } from '#adapters/secrets/adminKey.ts';
import { socketPost } from '#adapters/sockets/socketPost.ts';
import { dynamo, secrets, sockets } from '#runtime/clients.ts';
import { environment } from '#runtime/environment.ts';
import { onSchedule } from '#runtime/handlers.ts';
import { sweepConnections } from '#usecases/sweepConnections.ts';

/** Wakes each five minutes: lets go of subscribers that are dead, or whose time is over. */
export const handler = onSchedule(async ({ clock, log }) => {
  const swept = await sweepConnections({
    keys: keyTable(dynamo(), environment('KEYS_TABLE')),
    admin: adminKey(secrets(), environment('ADMIN_KEY_SECRET'), clock),
    connections: connectionTable(dynamo(), environment('CONNECTIONS_TABLE'), clock),
    sockets: socketPost(sockets()),
    clock,
    log,
  });
  log.info('connections swept', { swept });
});
