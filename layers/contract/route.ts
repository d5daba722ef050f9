import type * as z from 'zod';
import type { Scope } from '#domain/key/key.ts';

export type Method = 'GET' | 'POST' | 'PUT' | 'DELETE';

/**
 * Who may call: a scope, any valid key, or (named so that it is never an oversight) nobody in particular; `signature`: who
 * signs the request by a secret that was agreed upon, which the route checks itself.
 */
export type RouteScope = Scope | 'any key' | 'public' | 'signature';

/** Whether the chain asks for no key. */
export const keyless = (scope: RouteScope): scope is 'public' | 'signature' =>
  scope === 'public' || scope === 'signature';

/** One answer that a route gives when it works. Problems (RFC 9457) are the same for all routes and added by the document. */
export interface RouteAnswer {
  description: string;
  schema?: z.ZodType;
  /** JSON where nothing else is said; all of them where a route gives several */
  contentType?: string | readonly string[];
}

/**
 * A route as everyone knows it: what validates the request, what the OpenAPI document says, what the deployment routes
 * and what the CLI calls come from this one value. A route without a scope does not compile.
 */
export interface RouteContract<
  Params extends z.ZodType = z.ZodType,
  Query extends z.ZodType = z.ZodType,
  Body extends z.ZodType = z.ZodType,
> {
  /** camelCase, unique: the operationId */
  id: string;
  method: Method;
  /** as API Gateway and OpenAPI write it: `/anomalies/{id}` */
  path: `/${string}`;
  scope: RouteScope;
  /** it changes what belongs to the whole installation: refused to who changes only what some namespaces have */
  wide?: true;
  tag: string;
  summary: string;
  params?: Params;
  query?: Query;
  body?: Body;
  /** `If-Match` is honoured, as it is on every `PUT` and `DELETE` */
  conditional?: true;
  /** its query names something that may not be there: 404 */
  names?: true;
  /** the body may also be YAML (`application/yaml`) */
  yaml?: boolean;
  /** the body is a form (`application/x-www-form-urlencoded`), and not JSON */
  form?: boolean;
  answers: Readonly<Record<number, RouteAnswer>>;
}

/** Declares a route; the type parameters keep what the handler will get. */
export const route = <
  Params extends z.ZodType = z.ZodUndefined,
  Query extends z.ZodType = z.ZodUndefined,
  Body extends z.ZodType = z.ZodUndefined,
>(
  contract: RouteContract<Params, Query, Body>,
): RouteContract<Params, Query, Body> => contract;

/** Whether its body is a document (it may be YAML), which is never left out, whatever of it may be. */
export const takesDocument = ({ yaml }: Pick<RouteContract, 'yaml'>): boolean => yaml === true;

/** Whether `Idempotency-Key` is honoured: on whatever is done, not asked. */
export const repeatable = ({ method, scope }: Pick<RouteContract, 'method' | 'scope'>): boolean =>
  method === 'POST' && scope !== 'read' && !keyless(scope) && scope !== 'any key';
