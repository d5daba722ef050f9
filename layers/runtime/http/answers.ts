import type * as z from 'zod';
import type { RouteContract } from '#contract/route.ts';
import type { Scope } from '#domain/key/key.ts';
import type { EpochSeconds } from '#domain/time.ts';
import type { Context } from '../context.ts';
import { readRequest } from './validate.ts';

/** Who calls. On a public route nobody is asked, and every field is empty. */
export interface Caller {
  /** a key's id, or `oidc:` and a token's subject */
  id: string | null;
  /** as actions and the audit name it: `key:<id>`, `oidc:<subject>` */
  actor: string;
  name: string | null;
  scopes: readonly Scope[];
  /** whose things it changes by the route's scope; null: everybody's */
  namespaces: readonly string[] | null;
  /** calls an hour */
  rateLimit: number | null;
  /** when what it showed ends; null: never */
  until: EpochSeconds | null;
  /** which of its key's secrets it showed; null: a token */
  secretVersion: number | null;
}

/** What is left of the caller's rate. */
export interface RateState {
  policy: string;
  limit: number;
  window: number;
  remaining: number;
  reset_at: EpochSeconds;
}

/** A request as it came, before its route's schemas have read it. */
export interface RawRequest {
  params: Readonly<Record<string, string>>;
  /** as written, without the question mark */
  query: string;
  body: Buffer;
  contentType: string;
  ifMatch: string | undefined;
  idempotencyKey: string | undefined;
  /** `https://host` as the caller sees it, for links */
  baseUrl: string;
  /** any header, by its name in lower case */
  header(name: string): string | undefined;
}

/** A request as its handler gets it: read by the schemas of its route. */
export interface Request<Params, Query, Body> {
  params: Params;
  query: Query;
  body: Body;
  ifMatch: string | undefined;
  idempotencyKey: string | undefined;
  rawBody: Buffer;
  baseUrl: string;
  header(name: string): string | undefined;
}

export type HttpContext = Context & { caller: Caller; rate: RateState | null };

export interface Answer {
  status: number;
  /** JSON where nothing else is said; text and bytes go out as they are */
  body?: unknown;
  headers?: Record<string, string>;
  contentType?: string;
}

/** One route with what answers it. `read` refuses what its schemas refuse, and gives what is left to do. */
export interface Answerer {
  contract: RouteContract;
  read(raw: RawRequest): (context: HttpContext) => Promise<Answer>;
  /** further members of the problem that an unknown key is answered with */
  unauthorized: object;
}

/** Binds a route's contract to its handler. Nothing reaches the handler that the contract does not allow. */
export const answers = <Params extends z.ZodType, Query extends z.ZodType, Body extends z.ZodType>(
  contract: RouteContract<Params, Query, Body>,
  handle: (
    request: Request<z.output<Params>, z.output<Query>, z.output<Body>>,
    context: HttpContext,
  ) => Promise<Answer> | Answer,
  { unauthorized = {} }: { unauthorized?: object } = {},
): Answerer => ({
  contract,
  unauthorized,
  read(raw) {
    const request = readRequest(contract, raw);
    return async (context) => handle(request, context);
  },
});
