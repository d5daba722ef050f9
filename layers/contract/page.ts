import * as z from 'zod';

/** What every list takes. Spread it into a list's query: `z.object({ ...pageQuery, service: … })`. */
export const pageQuery = {
  limit: z.coerce.number().int().min(1).max(500).default(50).describe('how many, 1 to 500'),
  cursor: z
    .string()
    .regex(/^[A-Za-z0-9_-]{1,2000}$/, 'a cursor as a list gave it')
    .optional()
    .describe("the last page's next_cursor, unchanged"),
};

/** What every list answers: the nouns under their own name, how many, and where the next page begins. */
export const pageOf = <Noun extends string, Item extends z.ZodType>(noun: Noun, item: Item) =>
  z.object({
    ...asShape(noun, z.array(item)),
    count: z.number().int().nonnegative().describe('how many this page holds'),
    next_cursor: z.string().nullable().describe('null: this is the last page'),
  });

const asShape = <Noun extends string, Value extends z.ZodType>(noun: Noun, value: Value): Record<Noun, Value> =>
  Object.fromEntries([[noun, value]]) as Record<Noun, Value>;

/** A boolean as a query says it. */
export const queryBoolean = z.enum(['true', 'false']).transform((text) => text === 'true');
