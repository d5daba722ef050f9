import { type DynamoDBDocumentClient, QueryCommand, type QueryCommandInput } from '@aws-sdk/lib-dynamodb';
import type * as z from 'zod';
import type { Page, PageRequest } from '#ports';

/** A cursor that this table did not give. */
export class BadCursor extends Error {
  constructor() {
    super('this cursor was not given by this list: begin again without one');
  }
}

const encode = (key: Record<string, unknown>): string => Buffer.from(JSON.stringify(key)).toString('base64url');

function decode(cursor: string): Record<string, unknown> {
  try {
    const key: unknown = JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8'));
    if (typeof key === 'object' && key !== null) return Object.fromEntries(Object.entries(key));
  } catch {
    // falls through to the one refusal below
  }
  throw new BadCursor();
}

/** The key in a cursor, if its members are those of this list's keys, and of their kinds. */
function startOf(cursor: string, keyOf: KeyOf, numbers: readonly string[]): Record<string, unknown> {
  const key = decode(cursor);
  const known = Object.keys(keyOf({})).sort().join() === Object.keys(key).sort().join();
  const fits = ([name, value]: [string, unknown]) =>
    numbers.includes(name) ? Number.isSafeInteger(value) : typeof value === 'string';
  if (!known || !Object.entries(key).every(fits)) throw new BadCursor();
  return key;
}

type KeyOf = (item: Record<string, unknown>) => Record<string, unknown>;

/**
 * Queries newest first until the page is full, so that a filter never answers an empty page with more behind it.
 * @param numbers members of the keys that are numbers; the others are text
 */
export async function queryPage<S extends z.ZodType>(
  client: DynamoDBDocumentClient,
  query: QueryCommandInput,
  { limit, cursor }: PageRequest,
  schema: S,
  keyOf: KeyOf,
  numbers: readonly string[] = [],
): Promise<Page<z.output<S>>> {
  const items: z.output<S>[] = [];
  let start: Record<string, unknown> | undefined = cursor === undefined ? undefined : startOf(cursor, keyOf, numbers);
  for (;;) {
    const page = await client
      .send(new QueryCommand({ ScanIndexForward: false, ...query, Limit: 500, ExclusiveStartKey: start }))
      .catch((error: unknown) => {
        // the one part of the query that a caller writes: a key outside of what is asked for (another service's) is refused
        if (cursor !== undefined && error instanceof Error && error.name === 'ValidationException')
          throw new BadCursor();
        throw error;
      });
    for (const [index, item] of (page.Items ?? []).entries()) {
      items.push(schema.parse(item));
      const more = index + 1 < (page.Items ?? []).length || page.LastEvaluatedKey !== undefined;
      if (items.length === limit) return { items, next_cursor: more ? encode(keyOf(item)) : null };
    }
    start = page.LastEvaluatedKey;
    if (start === undefined) return { items, next_cursor: null };
  }
}
