import type { Page, PageRequest } from '#ports';

const encode = (key: string): string => Buffer.from(key).toString('base64url');

/**
 * A page of what is read whole anyway: some tens of items, sorted by key. The cursor is the last one's key, so that what
 * comes or goes in between neither repeats nor hides the others.
 * @returns nothing for a cursor that no such list gave
 */
export function pageOf<T>(
  items: readonly T[],
  keyOf: (item: T) => string,
  { limit, cursor }: PageRequest,
): Page<T> | undefined {
  const after = cursor === undefined ? '' : Buffer.from(cursor, 'base64url').toString();
  if (cursor !== undefined && encode(after) !== cursor) return undefined;
  const rest = items
    .map((item) => ({ item, key: keyOf(item) }))
    .filter(({ key }) => key > after)
    .sort((a, b) => (a.key < b.key ? -1 : 1));
  const page = rest.slice(0, limit);
  const last = page.at(-1);
  return {
    items: page.map(({ item }) => item),
    next_cursor: last && rest.length > limit ? encode(last.key) : null,
  };
}
