import { connectionTable } from '#adapters/dynamodb/connectionTable.ts';
import { socketPost } from '#adapters/sockets/socketPost.ts';
import { sessionQueue } from '#adapters/sqs/eventQueue.ts';
import { dynamo, sockets, sqs } from '#runtime/clients.ts';
import { environment } from '#runtime/environment.ts';
import { onSocket } from '#runtime/socket.ts';
import { takeMessage } from '#usecases/socketMessage.ts';

/** Wakes on whatever a client sends. */
export const handler = onSocket('message', ({ connectionId, messageId, text }, { clock, log }) =>
  takeMessage(connectionId, text, messageId, {
    connections: connectionTable(dynamo(), environment('CONNECTIONS_TABLE'), clock),
    sockets: socketPost(sockets()),
    tasks: sessionQueue(sqs(), environment('FEED_QUEUE_URL')),
    log,
  }),
);
