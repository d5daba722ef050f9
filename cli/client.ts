import { setTimeout } from 'node:timers/promises';
import pRetry, { AbortError } from 'p-retry';
import type * as z from 'zod';
import { CliError } from './errors.ts';
import type { Installation } from './installation.ts';
import { type Problem, problemOf, refusal, unreachable } from './refusal.ts';

const TIMEOUT_MS = 10_000;
/** Tries of a read in all: a blip is bridged, a person is not kept waiting. */
const READ_TRIES = 3;
/** A server that asks for more patience than this is reported instead. */
const LONGEST_WAIT_SECONDS = 5;

export interface Client {
  get<S extends z.ZodType>(path: string, schema: S): Promise<z.output<S>>;
  post<S extends z.ZodType>(
    path: string,
    body: unknown,
    schema: S,
    headers?: Record<string, string>,
  ): Promise<z.output<S>>;
  delete<S extends z.ZodType>(path: string, schema: S): Promise<z.output<S>>;
}

/** The API as the commands call it: a timeout on every call, a few tries of what only reads, failures in sentences. */
export function clientOf({ url, key, keyFrom }: Pick<Installation, 'url' | 'key' | 'keyFrom'>): Client {
  const send = caller(url, { 'X-API-Key': key }, (status, problem) => refusal({ status, problem, url, keyFrom }));
  return {
    get: (path, schema) => send('GET', path, undefined, schema),
    post: (path, body, schema, more) => send('POST', path, body, schema, more),
    delete: (path, schema) => send('DELETE', path, undefined, schema),
  };
}

/** The demo fleet's own switches, which ask for no key. */
export function fleetClientOf(url: string) {
  return caller(url, {}, (_status, { detail, title }) => new CliError(`The fleet says: ${detail ?? title}.`, ''));
}

type Refuse = (status: number, problem: Problem) => CliError;

function caller(base: string, headers: Record<string, string>, refuse: Refuse) {
  return async <S extends z.ZodType>(
    method: string,
    path: string,
    body: unknown,
    schema: S,
    more: Record<string, string> = {},
  ): Promise<z.output<S>> => {
    const once = async () => {
      const answer = await call(`${base}${path}`, {
        method,
        headers: {
          Accept: 'application/json',
          ...headers,
          ...more,
          ...(body === undefined ? {} : { 'Content-Type': 'application/json' }),
        },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      });
      if (answer.ok) return answer;
      const refused = refuse(answer.status, problemOf(answer.text));
      if (!isPassing(answer.status) || answer.retryAfter > LONGEST_WAIT_SECONDS) throw new AbortError(refused);
      throw new Passing(refused, answer.retryAfter);
    };
    const answer = await (method === 'GET' ? patiently(once) : once()).catch((error: unknown) => {
      throw refusalIn(error) ?? unreachable(base, error, TIMEOUT_MS);
    });
    return understood(answer.text, schema, `${method} ${path}`);
  };
}

const isPassing = (status: number): boolean => status === 429 || status === 502 || status === 503 || status === 504;

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

interface Answer {
  ok: boolean;
  status: number;
  text: string;
  /** seconds; 0 where the server says nothing */
  retryAfter: number;
}

async function call(url: string, init: RequestInit): Promise<Answer> {
  const response = await fetch(url, { ...init, signal: AbortSignal.timeout(TIMEOUT_MS) });
  const { ok, status, headers } = response;
  const retryAfter = Number(headers.get('retry-after') ?? 0);
  return { ok, status, text: await response.text(), retryAfter: Number.isFinite(retryAfter) ? retryAfter : 0 };
}

function understood<S extends z.ZodType>(text: string, schema: S, what: string): z.output<S> {
  try {
    return schema.parse(text === '' ? undefined : JSON.parse(text));
  } catch (cause) {
    throw new CliError(`The answer to ${what} is not understood.`, 'Are the address and the version right?', { cause });
  }
}
