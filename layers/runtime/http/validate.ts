import { parse as parseYaml, YAMLParseError } from 'yaml';
import * as z from 'zod';
import type { Fault } from '#contract/problem.ts';
import { type RouteContract, takesDocument } from '#contract/route.ts';
import type { RawRequest, Request } from './answers.ts';
import { BadRequest, Invalid, TooLarge } from './problems.ts';

const LARGEST_BODY = 1_048_576;

type Place = NonNullable<Fault['in']>;
type Read<T> = { value: T; faults: readonly Fault[] };

/** Reads path, query and body by the route's schemas. Refuses with every fault of all three at once. */
export function readRequest<Params extends z.ZodType, Query extends z.ZodType, Body extends z.ZodType>(
  contract: RouteContract<Params, Query, Body>,
  raw: RawRequest,
): Request<z.output<Params>, z.output<Query>, z.output<Body>> {
  if (raw.body.length > LARGEST_BODY) throw new TooLarge(`a body may hold ${LARGEST_BODY} bytes`);
  const written = contract.body === undefined ? undefined : bodyOf(raw, contract);
  const params = checked('path', contract.params, raw.params);
  const query = readQuery(contract.query, raw.query);
  const body = checked('body', contract.body, written);
  const faults = [...params.faults, ...query.faults, ...body.faults];
  if (faults.length > 0) throw new Invalid(faults);
  const { ifMatch, idempotencyKey, baseUrl, header } = raw;
  return {
    params: params.value,
    query: query.value,
    body: body.value,
    ifMatch,
    idempotencyKey,
    rawBody: raw.body,
    baseUrl,
    header,
  };
}

/** The body as JSON whatever its type says, because scripts seldom say it; YAML where it says so and the route takes it. */
function bodyOf({ body, contentType }: RawRequest, contract: Pick<RouteContract, 'yaml' | 'form'>): unknown {
  const { yaml, form } = contract;
  const text = body.toString('utf8');
  if (form) return Object.fromEntries(new URLSearchParams(text));
  if (text.trim() === '') {
    if (takesDocument(contract))
      throw new Invalid([{ pointer: '', message: 'a document is needed, in JSON or YAML', in: 'body' }]);
    return {};
  }
  if (/^application\/(x-)?yaml\b|^text\/(x-)?yaml\b/i.test(contentType)) {
    if (!yaml) throw new BadRequest('this route takes JSON, not YAML');
    return yamlOf(text);
  }
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new BadRequest(`the body is not JSON: ${cause instanceof Error ? cause.message : cause}`, { cause });
  }
}

function yamlOf(text: string): unknown {
  try {
    return parseYaml(text, { maxAliasCount: 50 });
  } catch (cause) {
    if (!(cause instanceof YAMLParseError || cause instanceof ReferenceError)) throw cause;
    throw new BadRequest(`the body is not YAML: ${cause.message}`, { cause });
  }
}

function readQuery<S extends z.ZodType>(schema: S | undefined, written: string): Read<z.output<S>> {
  const known = schema === undefined ? [] : membersOf(schema);
  const values: Record<string, string> = {};
  const faults: Fault[] = [];
  for (const [name, value] of new URLSearchParams(written)) {
    if (!known.includes(name)) faults.push(unknownParameter(name, known));
    else if (Object.hasOwn(values, name))
      faults.push({ pointer: pointer([name]), message: 'given twice', in: 'query' });
    else values[name] = value;
  }
  const read = checked('query', schema, values);
  return { value: read.value, faults: [...faults, ...read.faults] };
}

function unknownParameter(name: string, known: readonly string[]): Fault {
  const those = known.length === 0 ? 'it knows none' : `it knows ${known.join(', ')}`;
  return { pointer: pointer([name]), message: `this route knows no parameter ${name}: ${those}`, in: 'query' };
}

/** The names that an object's schema knows, also behind a transform. */
export function membersOf(schema: z.core.$ZodType): string[] {
  if (schema instanceof z.ZodObject) return Object.keys(schema.shape);
  if (schema instanceof z.ZodPipe) return membersOf(schema.in);
  return [];
}

/** What the schema reads, or its faults. A part that the route does not declare is read as undefined. */
function checked<S extends z.ZodType>(place: Place, schema: S | undefined, value: unknown): Read<z.output<S>> {
  if (schema === undefined) return { value: undefined as z.output<S>, faults: [] }; // S is ZodUndefined then
  const read = schema.safeParse(value);
  if (read.success) return { value: read.data, faults: [] };
  return { value: undefined as z.output<S>, faults: read.error.issues.flatMap((issue) => faultsOf(place, issue)) }; // never used: a fault is thrown
}

function faultsOf(place: Place, issue: z.core.$ZodIssue): Fault[] {
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.map((key) => ({ pointer: pointer([...issue.path, key]), message: 'unknown', in: place }));
  }
  return [{ pointer: pointer(issue.path), message: issue.message, in: place }];
}

/** RFC 6901. */
export const pointer = (path: readonly PropertyKey[]): string =>
  path.map((part) => `/${String(part).replaceAll('~', '~0').replaceAll('/', '~1')}`).join('');
