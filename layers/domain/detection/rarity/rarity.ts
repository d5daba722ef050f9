import { Excursion } from './excursion.ts';
import { Hours } from './hours.ts';
import { Notices } from './notices.ts';
import { Past } from './past.ts';
import { Profile } from './profile.ts';
import { Recent } from './recent.ts';
import { Repeats } from './repeats.ts';
import { Restless } from './restless.ts';
import { DAY, RARITY, type RaritySetting } from './setting.ts';
import { Tail } from './tail.ts';

/** The voices, in the order of `Rarity.voices`. */
export const VOICES = ['size', 'step', 'shift', 'hour', 'nearby', 'drift', 'flat'] as const;
const [SIZE, STEP, SHIFT, HOUR, NEARBY, DRIFT, FLAT] = [0, 1, 2, 3, 4, 5, 6] as const;
const TAILS = 6;
/** Probability of the band's edges. */
const BAND = 0.001;
/** What single precision can hold, with room for sums. */
const LARGEST = 1e36;
/** The least scale of a surprise, in bits. */
const LEAST_BITS = 0.1;

/**
 * How rare a point is in its series' own past. Seven voices, each of which turns a size into the probability of seeing it
 * by chance: the point against what is expected, short and middle means against a long one before, the hour's habit, a
 * mean of two against the hour before, the slow mean, a run of equal values. Their root mean square (in powers of ten) less what is
 * usual for this series is what counts: one voice that is certain, or several that wonder.
 *
 * Mutable and small (docs/detection.md has the bytes); `clone` where two futures are wanted. The same points give the
 * same answers, wherever they are heard.
 */
export class Rarity {
  readonly setting: RaritySetting;
  past: Past;
  day: Profile;
  week: Profile;
  recent: Recent;
  hours: Hours;
  tails: readonly Tail[];
  readonly repeats: Repeats;
  readonly restless: Restless;
  readonly notices: Notices;
  excursion = new Excursion();
  /** sums of absolute errors, where both were known: past and day, past and week, day and week */
  errors: Float64Array;
  first = 0;
  /** time of the newest point */
  at = 0;
  count = 0;
  /** day of the newest point: once a day the tails forget a little */
  today = -1;
  /** odd points that taught little, less the calm ones since */
  untaught = 0;

  /** Of the newest point. Rarity of each voice, in powers of ten. */
  readonly voices: Float64Array;
  expected = Number.NaN;
  lower = Number.NaN;
  upper = Number.NaN;
  residual = 0;
  surprise = 0;
  /** surprise beyond the series' habit */
  beyond = 0;
  /** levels at which a notice goes out now, as in `TOLD` */
  told = 0;

  constructor(setting: RaritySetting = RARITY) {
    this.setting = setting;
    const { days, daySlots, weekSlots, weeks, short, middle, local, long, nearby } = setting;
    this.past = new Past(setting.past);
    this.day = new Profile({ period: DAY, slots: daySlots, memory: days });
    this.week = new Profile({ period: 7 * DAY, slots: weekSlots, memory: weeks });
    this.recent = new Recent([
      { points: short, before: long },
      { points: middle, before: long },
      { points: local, before: nearby },
    ]);
    this.hours = new Hours(setting);
    this.tails = Array.from({ length: TAILS }, () => new Tail(setting));
    this.repeats = new Repeats();
    this.restless = new Restless();
    this.notices = new Notices();
    this.errors = new Float64Array(6);
    this.voices = new Float64Array(VOICES.length);
  }

  /**
   * Judges a point by what came before, then learns from it.
   * @param step    seconds between points
   * @param budget  factor on the false episodes that the series is allowed
   */
  hear(at: number, given: number, step: number, budget = 1): void {
    const value = Math.max(-LARGEST, Math.min(LARGEST, given));
    const { setting, voices, recent } = this;
    if (this.count === 0) this.first = at;
    this.at = at;
    this.#newDay(at);
    const usual = this.count === 0 ? value : this.past.median();
    this.expected = this.#expect(at, value, usual);
    this.residual = value - this.expected;
    const least = setting.least * Math.abs(usual);
    const reach = this.tails[SIZE]?.quantile(BAND, least) ?? Number.NaN;
    this.lower = this.expected - reach;
    this.upper = this.expected + reach;
    recent.add(this.residual, setting.clip * reach);

    // a mean of so many points strays less than one of them, by the root of their number
    const leastOf = (points: number) => least / Math.sqrt(points);
    const teaches = this.#teaches();
    this.#voice(SIZE, Math.abs(this.residual), least, teaches);
    this.#voice(STEP, Math.abs(recent.moved(0)), leastOf(setting.short), teaches);
    this.#voice(SHIFT, Math.abs(recent.moved(1)), leastOf(setting.middle), teaches);
    this.#voice(HOUR, this.hours.hear(at, this.past.rank(value)), LEAST_BITS, teaches);
    this.#voice(NEARBY, Math.abs(recent.moved(2)), leastOf(setting.local), teaches);
    const seldom = this.count % setting.seldom === 0 ? teaches : 0;
    this.#voice(DRIFT, Math.abs(recent.before[0] ?? 0), leastOf(setting.long), seldom);
    voices[FLAT] = Math.min(setting.most, this.repeats.hear(value, setting.longerRun));

    let squares = 0;
    for (let i = 0; i < voices.length; i++) squares += (voices[i] ?? 0) ** 2;
    this.surprise = Math.sqrt(squares / setting.voices);
    const cold = at - this.first < setting.coldSeconds ? setting.coldMore : 0;
    this.beyond = this.restless.beyond(at, this.surprise, step, setting) - cold + Math.log10(budget);
    const lasting = voices[SHIFT] ?? 0;
    this.told = this.notices.hear(at, { beyond: this.beyond, lasting, age: at - this.first, step }, setting);

    this.#learnPast(at, value, step);
    this.day.learn(at, value, setting.clip);
    this.week.learn(at, value, setting.clip);
    this.count += 1;
  }

  clone(): Rarity {
    const copy = new Rarity(this.setting);
    return Object.assign(copy, {
      ...this,
      past: this.past.clone(),
      day: this.day.clone(),
      week: this.week.clone(),
      recent: this.recent.clone(),
      hours: this.hours.clone(),
      tails: this.tails.map((tail) => tail.clone()),
      repeats: this.repeats.clone(),
      restless: this.restless.clone(),
      notices: this.notices.clone(),
      excursion: this.excursion.clone(),
      errors: this.errors.slice(),
      voices: this.voices.slice(),
    });
  }

  /** The past's median, or the day's or the week's profile, where that erred clearly less so far. */
  #expect(at: number, value: number, usual: number): number {
    const { errors, setting } = this;
    const day = this.day.expected(at, setting.slotSeen);
    const week = this.week.expected(at, setting.slotSeen);
    let expected = usual;
    let [mine, theirs] = [2, 3];
    if (!Number.isNaN(day) && (errors[1] ?? 0) < setting.gain * (errors[0] ?? 0)) {
      expected = day;
      [mine, theirs] = [4, 5];
    }
    if (!Number.isNaN(week) && (errors[theirs] ?? 0) < setting.gain * (errors[mine] ?? 0)) expected = week;
    this.#compare(0, value, usual, day);
    this.#compare(2, value, usual, week);
    this.#compare(4, value, day, week);
    return expected;
  }

  #compare(pair: number, value: number, one: number, other: number): void {
    if (Number.isNaN(one) || Number.isNaN(other)) return;
    this.errors[pair] = (this.errors[pair] ?? 0) + Math.abs(value - one);
    this.errors[pair + 1] = (this.errors[pair + 1] ?? 0) + Math.abs(value - other);
  }

  /** How much this point teaches: little while the series is odd, unless that has become its normal. */
  #teaches(): number {
    const odd = this.beyond >= this.setting.warn;
    const normal = this.untaught >= this.setting.newNormal;
    this.untaught = odd ? this.untaught + 1 : Math.max(0, this.untaught - 1);
    return odd && !normal ? this.setting.oddTeaches : 1;
  }

  #voice(index: number, size: number, least: number, teaches: number): void {
    const tail = this.tails[index];
    if (tail === undefined) return;
    this.voices[index] = tail.rarity(size, least);
    if (teaches > 0) tail.learn(size, teaches);
  }

  /** What stays above or below all of its past for days has become another series: another unit, another machine. */
  #learnPast(at: number, value: number, step: number): void {
    const { excursion, past, setting } = this;
    if (excursion.hear(at, value, past) >= setting.movedOn) {
      const { day, week, recent, hours, tails, errors, past: fresh, excursion: none } = new Rarity(setting);
      Object.assign(this, { past: fresh, day, week, recent, hours, tails, errors, excursion: none });
    }
    this.past.learn(value, (setting.days * DAY) / step);
  }

  #newDay(at: number): void {
    const today = Math.floor(at / DAY);
    if (today === this.today) return;
    if (this.today >= 0) for (const tail of this.tails) tail.forget(1 / this.setting.days);
    this.today = today;
  }
}
