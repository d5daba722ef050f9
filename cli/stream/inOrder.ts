import type { StreamMessage } from '../watch/message.ts';

/**
 * Puts what a connection sends into one order, without gaps or repeats. Until the server says that the replay is over, live
 * events may come between the replayed ones: they are gathered, and then given by number. Afterwards each is given at
 * once, unless its number shows that one before it was lost on the way: then a new replay is needed.
 */
export function inOrder(after: number) {
  let gathered: StreamMessage[] | undefined = [];
  let last = after;
  const fresh = ({ seq }: StreamMessage): boolean => {
    if (seq === undefined) return true;
    if (seq <= last) return false;
    last = seq;
    return true;
  };
  return {
    /** the number of the last event that was given */
    last: () => last,
    /** What may be shown now, or that something before it is missing. */
    take(message: StreamMessage): StreamMessage[] | 'gap' {
      if (gathered) {
        gathered.push(message);
        return [];
      }
      if (message.seq === undefined || message.seq <= last + 1) return fresh(message) ? [message] : [];
      gathered = [message];
      return 'gap';
    },
    /** The replay is over: what was gathered, in order. `head`: what the server had numbered by then. */
    settle(head: number | undefined): StreamMessage[] {
      const given = (gathered ?? []).toSorted((a, b) => (a.seq ?? 0) - (b.seq ?? 0)).filter(fresh);
      gathered = undefined;
      last = Math.max(last, head ?? last); // what is not kept any more will not come, so it is no gap
      return given;
    },
  };
}
