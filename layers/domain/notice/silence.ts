import * as z from 'zod';
import { Instant, toInstant } from '../time.ts';
import { type Matched, Matcher, matchesAll } from './matcher.ts';

/** While it lasts no notice is given of what matches; with `hold_actions` nothing is repaired there by itself either. */
export const Silence = z
  .object({
    id: z.string().regex(/^silence_[0-9a-zA-Z]+$/),
    matchers: z.array(Matcher),
    starts_at: Instant,
    ends_at: Instant.describe('from then on it holds nothing, without anybody doing anything'),
    reason: z.string(),
    hold_actions: z.boolean(),
    created_by: z.string(),
    created_at: Instant,
    version: z.number().int().positive().describe('1: a silence is ended, and not changed'),
  })
  .meta({ id: 'Silence' });
export type Silence = z.infer<typeof Silence>;

/** Where a silence stands at a time, epoch seconds. */
export function stateOf({ starts_at, ends_at }: Pick<Silence, 'starts_at' | 'ends_at'>, now: number) {
  const at = toInstant(now);
  if (at < starts_at) return 'pending' as const;
  return at < ends_at ? ('active' as const) : ('expired' as const);
}

/** The silence that holds notices of this; of several the one that lasts longest. */
export const silencing = (silences: readonly Silence[], matched: Matched, now: number): Silence | undefined =>
  lasting(silences.filter((one) => stateOf(one, now) === 'active' && matchesAll(one.matchers, matched)));

/** The silence that holds repairs of this: an ad hoc maintenance window. */
export const holding = (silences: readonly Silence[], matched: Matched, now: number): Silence | undefined =>
  silencing(
    silences.filter(({ hold_actions }) => hold_actions),
    matched,
    now,
  );

const lasting = (silences: readonly Silence[]): Silence | undefined =>
  silences.toSorted((a, b) => b.ends_at.localeCompare(a.ends_at) || a.id.localeCompare(b.id))[0];
