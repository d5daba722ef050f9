import * as z from 'zod';
import { Duration, seconds } from '#domain/configuration/duration.ts';

/** A time in a request, in any offset. */
export const When = z.iso
  .datetime({ offset: true, error: 'a time like 2026-11-24T16:00:00Z' })
  .meta({ example: '2026-11-24T16:00:00Z' });

/** Zod asks this of text that is no duration too, which is refused as such already. */
const atMostMonth = (written: unknown): boolean => {
  const read = Duration.safeParse(written);
  return !read.success || seconds(read.data) <= 30 * 86_400;
};

/** How long an old secret still holds beside a new one: at most 30d, a day unless said. */
export const Overlap = Duration.refine(atMostMonth, 'at most 30d').default('24h');
