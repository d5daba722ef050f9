import { StreamMessage } from '../watch/message.ts';
import { inOrder } from './inOrder.ts';

/** What a listener of the stream is told. */
export interface Listener {
  /** the replay is over; on a first connection nothing is replayed */
  onSubscribed(missed: readonly StreamMessage[]): void;
  onEvent(message: StreamMessage): void;
  /** what came before this number is not kept any more */
  onGap(from: number): void;
  /** anything else about the stream, in a sentence */
  onNote(text: string): void;
}

export interface Conversation {
  hear(text: string): void;
  /** greeted, subscribed and up to date */
  served(): boolean;
  /** the other side answers pings, so silence after one means that it is gone */
  answersPings(): boolean;
  /** the last event that was given, if any is known */
  last(): number | undefined;
}

/**
 * What is said on one connection, without the connection: hello, subscribe, the replay, then events as they come. All
 * services are subscribed to, because only then does a missing number show that an event was lost.
 */
export function conversation(
  after: number | undefined,
  listener: Listener,
  say: (message: Record<string, unknown>) => void,
): Conversation {
  let order: ReturnType<typeof inOrder> | undefined;
  let served = false;
  let ponged = false;
  const subscribe = (from: number) => say({ action: 'subscribe', after: from });

  function greeted(head: number): void {
    const anew = after !== undefined && after > head;
    if (anew) listener.onNote('the installation was begun anew: its events are counted from one again');
    order = inOrder(anew ? 0 : (after ?? head));
    subscribe(order.last());
  }

  function settle(head: number | undefined): void {
    const given = order?.settle(head) ?? [];
    if (served) for (const message of given) listener.onEvent(message);
    else listener.onSubscribed(given);
    served = true;
  }

  function event(message: StreamMessage): void {
    const given = order?.take(message) ?? [];
    if (given === 'gap') subscribe(order?.last() ?? 0);
    else for (const one of given) listener.onEvent(one);
  }

  return {
    served: () => served,
    answersPings: () => ponged,
    last: () => order?.last() ?? after,
    hear(text) {
      const message = readMessage(text);
      if (message?.event === undefined) listener.onNote(`a message was not understood: ${text.slice(0, 200)}`);
      else if (message.event === 'connected') greeted(message.seq ?? 0);
      else if (message.event === 'subscribed') settle(message.seq);
      else if (message.event === 'replay.gap') listener.onGap(message.from ?? 0);
      else if (message.event === 'pong') ponged = true;
      else if (message.event === 'error') listener.onNote(`the stream says: ${message.problem?.detail ?? text}`);
      else event(message);
    },
  };
}

function readMessage(text: string): StreamMessage | undefined {
  try {
    const read = StreamMessage.safeParse(JSON.parse(text));
    return read.success ? read.data : undefined;
  } catch {
    return undefined; // the caller tells it
  }
}
