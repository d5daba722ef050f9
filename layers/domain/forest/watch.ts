import * as z from 'zod';
import { Anomaly, type Level, levelRank } from '../anomaly/anomaly.ts';
import { resolve } from '../anomaly/versions.ts';
import { metricDefinition } from '../metric/catalogue.ts';
import { rarityAt } from './judge.ts';
import type { ForestModel } from './model.ts';
import { openedBy, updatedBy } from './multivariate.ts';
import type { Residual } from './residuals.ts';
import { RULE, type Rule } from './rule.ts';

/** A moment that was judged. */
const Judged = z.object({
  /** epoch seconds, start of its period */
  at: z.number(),
  /** P(a usual moment is as easily isolated) */
  rarity: z.number(),
  /** metrics that were heard: when more are, it is judged again */
  heard: z.number(),
  /** an action of ours changed the service meanwhile, or it came too late: no evidence */
  muted: z.boolean(),
  /** a series had an episode open then: the trouble was told, and counts only where the forest breaks the tie */
  told: z.boolean(),
});
type Judged = z.infer<typeof Judged>;

/** What the forest keeps of one service between two batches. */
export const ForestWatch = z.object({
  /** the moments of the last `KEPT` periods, oldest first */
  recent: z.array(Judged).readonly(),
  episode: z.object({ anomaly: Anomaly, openedAt: z.number() }).nullable(),
  /** up to here all is decided */
  decided: z.number(),
});
export type ForestWatch = z.infer<typeof ForestWatch>;

export const emptyWatch: ForestWatch = { recent: [], episode: null, decided: 0 };

/** As old on arrival, what a moment tells is over. */
const STALE_SECONDS = 600;
/** Metrics of one moment come apart by so many periods at most; what is older is not judged again. */
const KEPT = 10;
/** A service that says nothing for so long, or for five periods: its episode cannot recover. */
const SILENT_SECONDS = 300;

/** What there is to know of a service in this batch. */
export interface Around {
  service: string;
  source: Anomaly['source'];
  step: number;
  /** epoch seconds of the batch */
  now: number;
  /** an action of ours changes the service now */
  acting: boolean;
  /** moments that are still known, oldest first */
  moments: readonly number[];
  heardAt(at: number): ReadonlyMap<string, Residual>;
  /** open episodes on the service's own series, by metric: the statistical voices */
  trouble: ReadonlyMap<string, Level>;
  /** factor on the rarities: below 1 where feedback asked for fewer */
  budget: number;
  rule: Rule;
}

export interface Watched {
  watch: ForestWatch;
  changed: Anomaly[];
}

/** Brings a service's episode up to what its moments say. Pure; the same moments again change nothing. */
export function watchService(before: ForestWatch, model: ForestModel, around: Around): Watched {
  const { recent, from } = judged(before, model, around);
  let watch: ForestWatch = { ...before, recent };
  const changed: Anomaly[] = [];
  for (const { at } of recent) {
    if (at < from) continue;
    const step = watch.episode ? continued(watch, at, model, around) : begun(watch, at, model, around);
    watch = step.watch;
    changed.push(...step.changed);
  }
  const ended = endSilent(watch, around);
  return { watch: ended.watch, changed: newestOf([...changed, ...ended.changed]) };
}

/** An episode of which the forest has nothing more to say, because it was switched off or its service fell silent. */
export function endWatch(watch: ForestWatch, now: number): Watched {
  if (watch.episode === null) return { watch, changed: [] };
  const { anomaly } = watch.episode;
  const decided = Math.max(watch.decided, watch.recent.at(-1)?.at ?? 0);
  return {
    watch: { ...watch, episode: null, decided },
    changed: [resolve(anomaly, 'silent', now, anomaly.current_value)],
  };
}

/** Adds the moments that are new or of which more is heard than before; says from where on something may be otherwise.
 *  What detection has forgotten meanwhile stays as it was judged. */
function judged({ recent, decided }: ForestWatch, model: ForestModel, around: Around) {
  const known = new Map(recent.map((one) => [one.at, one]));
  const oldest = (around.moments.at(-1) ?? 0) - (KEPT - 0.5) * around.step;
  let from = Number.POSITIVE_INFINITY;
  for (const at of around.moments) {
    const before = known.get(at);
    if (at <= decided || at <= oldest || before?.heard === model.summary.metrics.length) continue;
    const heard = around.heardAt(at);
    const rarity = heard.size > (before?.heard ?? 0) ? rarityAt(model, heard) : undefined;
    if (rarity === undefined) continue;
    const muted = before?.muted ?? (around.acting || around.now - (at + around.step) > STALE_SECONDS);
    known.set(at, { at, rarity, heard: heard.size, muted, told: (before?.told ?? false) || isTold(around) });
    from = Math.min(from, at);
  }
  const kept = [...known.values()].filter(({ at }) => at > oldest).sort((a, b) => a.at - b.at);
  return { recent: kept, from };
}

/** What a series says by itself needs no second notice. */
const isTold = ({ trouble }: Around): boolean =>
  [...trouble.values()].some((level) => levelRank[level] >= levelRank.warn);

interface Step {
  watch: ForestWatch;
  changed: Anomaly[];
}

function begun(watch: ForestWatch, at: number, model: ForestModel, around: Around): Step {
  const level = levelAt(watch, at, around);
  if (level === undefined || (isTold(around) && level !== 'page')) return { watch, changed: [] };
  const odd = window(watch, at, around.rule.of, around.step).filter((one) => isOdd(one, 'sensitive', around));
  const startedAt = odd[0]?.at ?? at;
  const anomaly = openedBy(model, around, { at, level, startedAt, rarity: rarityOn(watch, at) });
  return { watch: { ...watch, episode: { anomaly, openedAt: at } }, changed: [anomaly] };
}

function continued(watch: ForestWatch, at: number, model: ForestModel, around: Around): Step {
  const { episode, recent } = watch;
  if (episode === null || at <= episode.openedAt) return { watch, changed: [] };
  const last = window(watch, at, around.rule.closeAfter, around.step).filter((one) => one.at > episode.openedAt);
  if (last.length === around.rule.closeAfter && last.every(({ rarity }) => rarity >= around.rule.calm)) {
    const value = around.heardAt(at).get(episode.anomaly.metric)?.value ?? episode.anomaly.current_value;
    const anomaly = resolve(episode.anomaly, 'recovered', around.now, value);
    return { watch: { ...watch, episode: null, decided: at }, changed: [anomaly] };
  }
  if (at !== recent.at(-1)?.at) return { watch, changed: [] };
  const level = levelAt(watch, at, around);
  const anomaly = updatedBy(model, around, { before: episode.anomaly, at, level, rarity: rarityOn(watch, at) });
  return anomaly
    ? { watch: { ...watch, episode: { ...episode, anomaly } }, changed: [anomaly] }
    : { watch, changed: [] };
}

/** The highest level that the evidence up to a moment carries. It pages only where a statistical voice agrees: a series
 *  that may page has an episode open at `warn`, which by itself does not page (yet), and none pages already. */
function levelAt(watch: ForestWatch, at: number, around: Around): Level | undefined {
  const last = window(watch, at, around.rule.of, around.step);
  const carries = (level: Level): boolean => {
    const odd = last.filter((one) => isOdd(one, level, around));
    return odd.length >= around.rule.opens && odd.at(-1)?.at === at;
  };
  if (agrees(around) && carries('page')) return 'page';
  return (['warn', 'sensitive'] as const).find(carries);
}

function agrees({ trouble }: Around): boolean {
  const open = [...trouble];
  const undecided = open.some(([metric, level]) => level === 'warn' && metricDefinition(metric).highest === 'page');
  return undecided && open.every(([, level]) => level !== 'page');
}

const isOdd = ({ rarity, muted, told }: Judged, level: Level, { budget, rule }: Around): boolean =>
  !muted && (level === 'page' || !told) && rarity <= rule.rarity[level] * budget;

/** The moments of the last `slots` periods up to and with `at`, as far as they are not decided. A hole stays a hole. */
const window = ({ recent, decided }: ForestWatch, at: number, slots: number, step: number): Judged[] =>
  recent.filter((one) => one.at <= at && one.at > at - (slots - 0.5) * step && one.at > decided);

const rarityOn = ({ recent }: ForestWatch, at: number): number => recent.find((one) => one.at === at)?.rarity ?? 1;

function endSilent(watch: ForestWatch, { now, step }: Around): Watched {
  const last = watch.recent.at(-1)?.at ?? watch.decided;
  return now - last > Math.max(SILENT_SECONDS, 5 * step) + step ? endWatch(watch, now) : { watch, changed: [] };
}

/** Each anomaly in its last version. */
const newestOf = (changed: readonly Anomaly[]): Anomaly[] => [
  ...new Map(changed.map((anomaly) => [anomaly.id, anomaly])).values(),
];

/** What must outlive the process that judged it: episodes and evidence do, calm moments are judged again. */
export function evidenceOf({ episode, decided, recent }: ForestWatch): unknown[] {
  const odd = recent.filter(({ rarity }) => rarity <= RULE.rarity.sensitive);
  return episode === null && odd.length === 0 && decided === 0 ? [] : [{ episode, decided, odd }];
}
