import { type DynamoDBDocumentClient, QueryCommand, type QueryCommandInput } from '@aws-sdk/lib-dynamodb';
import type { z } from 'zod';
import type { Page, PageRequest } from '#ports';

/** A cursor that this table did not give. */
export class BadCursor extends Error {
  constructor() {
    super('this cursor was not given by this list: begin again without one');
  }
}

const encode = (key: Record<string, unknown>): string => Buffer.from(JSON.stringify(key)).toString('base64url');

function decode(cursor: string): Record<string, string> {
  try {
    const key: unknown = JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8'));
    if (typeof key === 'object' && key !== null && Object.values(key).every((value) => typeof value === 'string')) {
      return Object.fromEntries(Object.entries(key));
    }
  } catch {
    // falls through to the one refusal below
  }
  throw new BadCursor();
}

/** Queries newest first until the page is full, so that a filter never answers an empty page with more behind it. */
export async function queryPage<S extends z.ZodType>(
  client: DynamoDBDocumentClient,
  query: QueryCommandInput,
  { limit, cursor }: PageRequest,
  schema: S,
  keyOf: (item: Record<string, unknown>) => Record<string, unknown>,
): Promise<Page<z.output<S>>> {
  const items: z.output<S>[] = [];
  let start: Record<string, unknown> | undefined = cursor === undefined ? undefined : decode(cursor);
  for (;;) {
    const page = await client.send(
      new QueryCommand({ ScanIndexForward: false, ...query, Limit: 500, ExclusiveStartKey: start }),
    );
    for (const [index, item] of (page.Items ?? []).entries()) {
      items.push(schema.parse(item));
      const more = index + 1 < (page.Items ?? []).length || page.LastEvaluatedKey !== undefined;
      if (items.length === limit) return { items, next_cursor: more ? encode(keyOf(item)) : null };
    }
    start = page.LastEvaluatedKey;
    if (start === undefined) return { items, next_cursor: null };
  }
}
