import * as z from 'zod';

/** What a notice, or an action, can be matched by. What it is not about (an action has no event) is the empty text. */
export const MatchedField = z.enum(['service', 'namespace', 'severity', 'metric', 'event', 'action']);
export type MatchedField = z.infer<typeof MatchedField>;
export type Matched = Readonly<Record<MatchedField, string | null>>;

export const Matcher = z
  .strictObject({
    name: MatchedField.describe('namespace: the owner of the service; action: the type of an action'),
    value: z.string().max(200).describe('`*` stands for any text: `orders-*`'),
    is_equal: z.boolean().default(true).describe('false: it matches what is not like the value'),
  })
  .meta({ id: 'Matcher', example: { name: 'service', value: 'orders' } });
export type Matcher = z.infer<typeof Matcher>;

/** Whether all of the matchers hold. */
export const matchesAll = (matchers: readonly Matcher[], matched: Matched): boolean =>
  matchers.every(({ name, value, is_equal }) => isLike(matched[name] ?? '', value) === is_equal);

/** Whether a text is like a pattern in which `*` stands for any text. Takes no longer than their lengths multiplied. */
export function isLike(text: string, pattern: string): boolean {
  const [first = '', ...rest] = pattern.split('*');
  const last = rest.pop();
  if (last === undefined) return text === pattern;
  if (!text.startsWith(first) || text.length < first.length + last.length || !text.endsWith(last)) return false;
  let from = first.length;
  const until = text.length - last.length;
  for (const part of rest) {
    const at = text.indexOf(part, from);
    if (at === -1 || at + part.length > until) return false;
    from = at + part.length;
  }
  return true;
}
