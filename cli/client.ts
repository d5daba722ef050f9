import { setTimeout } from 'node:timers/promises';
import pRetry, { AbortError } from 'p-retry';
import type * as z from 'zod';
import { type ForestallClient, forestallClient } from '#client/client.ts';
import { CliError } from './errors.ts';
import type { Installation } from './installation.ts';
import { type Problem, problemOf, refusal, unreachable } from './refusal.ts';

const TIMEOUT_MS = 10_000;
/** Tries of a read in all: a blip is bridged, a person is not kept waiting. */
const READ_TRIES = 3;
/** A server that asks for more patience than this is reported instead. */
const LONGEST_WAIT_SECONDS = 5;

export type Client = ForestallClient;

/** The API as the commands call it: a timeout on every call, a few tries of what only reads, failures in sentences. */
export const clientOf = ({ url, key, keyFrom }: Pick<Installation, 'url' | 'key' | 'keyFrom'>): Client =>
  forestallClient({ url, key, fetch: caller(url, (status, problem) => refusal({ status, problem, url, keyFrom })) });

/**
 * What a call of the client answered, as far as a command reads it. The schema asks for no more than the contract promises,
 * which the types see to; whether this server keeps it is seen here.
 */
export async function read<S extends z.ZodType>(
  call: Promise<{ data?: z.input<S>; response: Response }>,
  schema: S,
): Promise<z.output<S>> {
  const { data, response } = await call;
  return understood(data, schema, response);
}

function understood<S extends z.ZodType>(data: unknown, schema: S, { url }: Response): z.output<S> {
  const { success, data: found, error } = schema.safeParse(data);
  if (!success) throw notUnderstood(url, error);
  return found;
}

/** The demo fleet's own switches, which ask for no key. */
export function fleetClientOf(url: string) {
  const send = caller(url, (_status, { detail, title }) => new CliError(`The fleet says: ${detail ?? title}.`, ''));
  return async <S extends z.ZodType>(method: string, path: string, body: unknown, schema: S): Promise<z.output<S>> => {
    const response = await send(
      new Request(`${url}${path}`, {
        method,
        headers: { Accept: 'application/json', 'Content-Type': 'application/json' },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      }),
    );
    return understood(await response.json(), schema, response);
  };
}

type Refuse = (status: number, problem: Problem) => CliError;

/** A `fetch` that answers only what went well and is JSON. */
function caller(base: string, refuse: Refuse) {
  return async (request: Request): Promise<Response> => {
    const once = async () => {
      const answer = await fetch(request.clone(), { signal: AbortSignal.timeout(TIMEOUT_MS) });
      if (answer.ok) return readable(answer);
      const refused = refuse(answer.status, problemOf(await answer.text()));
      const seconds = secondsToWait(answer);
      if (!isPassing(answer.status) || seconds > LONGEST_WAIT_SECONDS) throw new AbortError(refused);
      throw new Passing(refused, seconds);
    };
    return (request.method === 'GET' ? patiently(once) : once()).catch((error: unknown) => {
      throw refusalIn(error) ?? unreachable(base, error, TIMEOUT_MS);
    });
  };
}

/** The answer, once its body has come within the time and could be read. */
async function readable(answer: Response): Promise<Response> {
  const text = await answer.clone().text();
  try {
    if (text !== '') JSON.parse(text);
  } catch (cause) {
    throw new AbortError(notUnderstood(answer.url, cause));
  }
  return answer;
}

const notUnderstood = (url: string, cause: unknown): CliError =>
  new CliError(`The answer of ${new URL(url).pathname} is not understood.`, 'Are the address and the version right?', {
    cause,
  });

const isPassing = (status: number): boolean => status === 429 || status === 502 || status === 503 || status === 504;

/** 0 where the server says nothing. */
function secondsToWait({ headers }: Response): number {
  const seconds = Number(headers.get('retry-after') ?? 0);
  return Number.isFinite(seconds) ? seconds : 0;
}

/** A refusal that may be over in a moment. */
class Passing extends Error {
  override readonly name = 'Passing';
  readonly refused: CliError;
  readonly seconds: number;

  constructor(refused: CliError, seconds: number) {
    super(refused.message);
    this.refused = refused;
    this.seconds = seconds;
  }
}

function refusalIn(error: unknown): CliError | undefined {
  if (error instanceof Passing) return error.refused;
  const thrown = error instanceof AbortError ? error.originalError : error;
  return thrown instanceof CliError ? thrown : undefined;
}

const patiently = <T>(once: () => Promise<T>): Promise<T> =>
  pRetry(once, {
    retries: READ_TRIES - 1,
    minTimeout: 200,
    maxTimeout: 2_000,
    randomize: true,
    async onFailedAttempt({ error, retriesLeft }) {
      if (error instanceof Passing && retriesLeft > 0) await setTimeout(error.seconds * 1000);
    },
  });
