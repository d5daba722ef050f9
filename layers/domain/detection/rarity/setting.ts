/** seconds */
export const DAY = 86_400;

/**
 * Every constant of the rarity model, for every series alike: nothing depends on a name, a source or a benchmark. Each
 * has its reason and what happens at half and at double in `docs/detection.md`. Windows are counted in points, because
 * what a person calls "a moment" grows with the step; what people do daily and weekly is counted in time.
 */
export interface RaritySetting {
  /** values kept as a sample of the past */
  past: number;
  /** days that the past, the day's profile and the tails reach back */
  days: number;
  /** weeks that the week's profile reaches back */
  weeks: number;
  daySlots: number;
  weekSlots: number;
  /** how many days or weeks a slot must have been seen before it is believed */
  slotSeen: number;
  /** a profile is used where its error so far is at most this share of what it replaces */
  gain: number;
  /** a slot's new value counts at most this many usual deviations, a residual in the slow means this many bands */
  clip: number;
  /** points of the short, the middle and the local mean, and of what they are compared with */
  short: number;
  middle: number;
  local: number;
  long: number;
  nearby: number;
  /** hours of a day and value classes of the hours' habits, and points over which their surprise is averaged */
  hours: number;
  classes: number;
  surprised: number;
  /** the slow mean teaches its tail once in so many points, because its neighbours all say the same */
  seldom: number;
  /** what the sum of squares of all voices is divided by: as many as may speak up independently */
  voices: number;
  /** share of the past beyond which a tail is fitted, its shape, its bins and their ratio */
  tailShare: number;
  tailShape: number;
  tailBins: number;
  tailRatio: number;
  /** points before a tail is believed, and points that it keeps however long ago they were */
  tailPoints: number;
  tailKept: number;
  /** the finest scale of a tail, as a share of where it begins */
  tailFinest: number;
  /** a tail's scale is at least this share of the usual level */
  least: number;
  /** no voice says more than one in ten to this power */
  most: number;
  /** a run of equal values is odd when it is this many times the longest before */
  longerRun: number;
  /** what an odd point still teaches, and how many odd points in a row are the new normal */
  oddTeaches: number;
  newNormal: number;
  /** seconds above or below all of its past after which a series is taken as another one */
  movedOn: number;
  /** seconds, first weight and memory of the blocks whose largest surprise says how restless a series is */
  block: number;
  blockPrior: number;
  blockMemory: number;
  blockCap: number;
  blockOffset: number;
  /** more surprise is asked while the series is younger than this many seconds */
  coldSeconds: number;
  coldMore: number;
  /** surprise beyond the restless usual, in powers of ten, at which each level opens */
  sensitive: number;
  warn: number;
  page: number;
  /** a page needs a mean of the middle window that is odd too, and a series that has seen a working week */
  lasting: number;
  pageAge: number;
  /** points for which a notice holds, and how much rarer it must get to go out again */
  hold: number;
  raise: number;
}

export const RARITY: RaritySetting = {
  past: 64,
  days: 28,
  weeks: 6,
  daySlots: 24,
  weekSlots: 56,
  slotSeen: 2,
  gain: 0.8,
  clip: 3,
  short: 4,
  middle: 12,
  local: 2,
  long: 288,
  nearby: 60,
  hours: 24,
  classes: 6,
  surprised: 12,
  seldom: 24,
  voices: 5,
  tailShare: 0.02,
  tailShape: 0.1,
  tailBins: 40,
  tailRatio: 1.15,
  tailPoints: 50,
  tailKept: 100,
  tailFinest: 0.05,
  least: 0.02,
  most: 15,
  longerRun: 3,
  oddTeaches: 0.2,
  newNormal: 288,
  movedOn: 2 * DAY,
  block: DAY / 2,
  blockPrior: 3,
  blockMemory: 20,
  blockCap: 2,
  blockOffset: -0.75,
  coldSeconds: DAY,
  coldMore: 2,
  sensitive: 1.05,
  warn: 1.55,
  page: 2.7,
  lasting: 2,
  pageAge: 5 * DAY,
  hold: 72,
  raise: 1.5,
};
