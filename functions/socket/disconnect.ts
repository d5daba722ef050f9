import { connectionTable } from '#adapters/dynamodb/connectionTable.ts';
import { dynamo } from '#runtime/clients.ts';
import { environment } from '#runtime/environment.ts';
import { onSocket } from '#runtime/socket.ts';

/** Wakes when a connection ended. API Gateway tells it as well as it can; the record expires where it does not. */
export const handler = onSocket('disconnect', ({ connectionId }, { clock }) =>
  connectionTable(dynamo(), environment('CONNECTIONS_TABLE'), clock).remove(connectionId),
);
