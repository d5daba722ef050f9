import { connectionTable } from '#adapters/dynamodb/connectionTable.ts';
import { ticketTable } from '#adapters/dynamodb/ticketTable.ts';
import { IssuerUnreachable } from '#adapters/oidc/issuerUnreachable.ts';
import { sessionQueue } from '#adapters/sqs/eventQueue.ts';
import { dynamo, sqs } from '#runtime/clients.ts';
import { environment } from '#runtime/environment.ts';
import { presentedKey } from '#runtime/http/authenticate.ts';
import { addressRate, FAILURES } from '#runtime/http/limitRate.ts';
import { accessPorts } from '#runtime/http/ports.ts';
import { BadRequest, HttpProblem, TooMany, Unavailable } from '#runtime/http/problems.ts';
import { onSocket, type SocketCall } from '#runtime/socket.ts';
import { openConnection } from '#usecases/openConnection.ts';

/** Wakes on a handshake: by the same keys and tokens as the HTTP API, or by a ticket. */
export const handler = onSocket('connect', async (call, { clock, log }) => {
  const shared = accessPorts();
  const result = await openConnection(
    { connectionId: call.connectionId, key: presentedKey(call), ticket: call.query.ticket, after: afterOf(call) },
    {
      ...shared,
      tickets: ticketTable(dynamo(), environment('REQUESTS_TABLE'), clock),
      connections: connectionTable(dynamo(), environment('CONNECTIONS_TABLE'), clock),
      tasks: sessionQueue(sqs(), environment('FEED_QUEUE_URL')),
      clock,
      log,
    },
  ).catch(undecided);
  if (result.opened) {
    log.info('connected', { connection: call.connectionId, key_id: result.holderId });
    return;
  }
  // refusals are counted as those of the HTTP API are, so that guessing here is no faster
  const { limit, window } = FAILURES;
  if (result.status === 401 && !(await shared.rates.take(addressRate(call.sourceIp), limit, window)).ok)
    throw new TooMany('too many refused handshakes from this address', window);
  throw new HttpProblem(result.status, result.why);
});

/** A token that nothing can be said of just now is no fault of ours: the client may come again. */
function undecided(error: unknown): never {
  if (error instanceof IssuerUnreachable) throw new Unavailable(error.message, { cause: error });
  throw error;
}

function afterOf({ query: { after } }: SocketCall): number | null {
  if (after === undefined) return null;
  if (!/^\d{1,15}$/.test(after)) throw new BadRequest('after is the number of an event');
  return Number(after);
}
