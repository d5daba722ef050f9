import { RARITY, type RaritySetting } from '#domain/detection/rarity/setting.ts';

export interface Variant {
  constant: keyof RaritySetting;
  times: 0.5 | 2;
  setting: RaritySetting;
}

type Constant = keyof RaritySetting;

/** These are half and twice as much beyond one, since one of them is nothing at all. */
const BEYOND_ONE: ReadonlySet<Constant> = new Set(['tailRatio']);
/** Shares that cannot be more than one. */
const SHARES: ReadonlySet<Constant> = new Set(['gain', 'oddTeaches']);
/** What counts: it stays whole, and at least one. */
const WHOLE: ReadonlySet<Constant> = new Set([
  ...(['past', 'days', 'weeks', 'daySlots', 'weekSlots', 'slotSeen', 'short', 'middle', 'local', 'hours'] as const),
  ...(['classes', 'surprised', 'tailBins', 'tailPoints', 'tailKept', 'newNormal', 'seldom'] as const),
]);

const CONSTANTS = Object.keys(RARITY) as Constant[];

/** The setting with one constant at half or at double, for each of them. */
export function variants(): Variant[] {
  return CONSTANTS.flatMap((constant) =>
    ([0.5, 2] as const).map((times) => ({
      constant,
      times,
      setting: { ...RARITY, [constant]: changed(constant, RARITY[constant], times) },
    })),
  );
}

function changed(constant: Constant, value: number, times: number): number {
  if (BEYOND_ONE.has(constant)) return 1 + (value - 1) * times;
  if (SHARES.has(constant)) return Math.min(1, value * times);
  return WHOLE.has(constant) ? Math.max(1, Math.round(value * times)) : value * times;
}
