interface Result {
  response: unknown;
}
type Handler<Args, Out extends Result> = (args: Args) => Promise<Out>;
interface Around {
  clientName?: string;
  commandName?: string;
}

/** One kind of call in one invocation: how many, and kilobytes of the larger of what went out and came in. */
export interface Made {
  n: number;
  kb: number;
}

const made = new Map<string, Made>();
const counting = process.env.FORESTALL_COUNT_CALLS === 'true';

/** Begins an invocation. */
export const forgetCalls = (): void => made.clear();

/** What the invocation asked of AWS, for its log line; nothing unless FORESTALL_COUNT_CALLS is set, as it is while
 *  `infra/cost/measure.ts` gathers what the cost table is computed from. */
export const callsMade = (): { calls?: Record<string, Made> } => (counting ? { calls: Object.fromEntries(made) } : {});

/** Counts each try of each call of a client, for it is tries that are billed. */
export function counted<
  Client extends {
    middlewareStack: {
      add(
        middleware: <Args extends { request?: unknown }, Out extends Result>(
          next: Handler<Args, Out>,
          around: Around,
        ) => Handler<Args, Out>,
        options: { step: 'finalizeRequest'; priority: 'low'; name: string },
      ): void;
    };
  },
>(client: Client): Client {
  if (!counting) return client;
  client.middlewareStack.add(
    (next, around) => async (args) => {
      let answered: unknown;
      try {
        const result = await next(args);
        answered = result.response;
        return result;
      } finally {
        // Also where it throws: a condition that fails and a 304 are billed as well.
        count(nameOf(around), Math.max(bytesOf(args.request), bytesOf(answered)) / 1024);
      }
    },
    { step: 'finalizeRequest', priority: 'low', name: 'countCalls' },
  );
  return client;
}

function nameOf({ clientName = '', commandName = '' }: Around): string {
  return `${clientName.replace(/Client$/, '')}.${commandName.replace(/Command$/, '')}`;
}

function count(name: string, kb: number): void {
  const before = made.get(name) ?? { n: 0, kb: 0 };
  made.set(name, { n: before.n + 1, kb: Math.round((before.kb + kb) * 100) / 100 });
}

/** Of a request or an answer, by what its headers say. */
function bytesOf(message: unknown): number {
  if (typeof message !== 'object' || message === null || !('headers' in message)) return 0;
  const { headers } = message;
  if (typeof headers !== 'object' || headers === null || !('content-length' in headers)) return 0;
  return Number(headers['content-length']) || 0;
}
