import type { Anomaly } from '#domain/anomaly/anomaly.ts';
import type { ForestModel } from '#domain/forest/model.ts';
import { areaUnderCurve } from '#domain/forest/rank.ts';
import { CUT, type Residual } from '#domain/forest/residuals.ts';
import { RULE, type Rule } from '#domain/forest/rule.ts';
import { type StandOptions, stand, standingScore } from '#domain/forest/standing.ts';
import { tailOf } from '#domain/forest/tail.ts';
import { emptyWatch, watchService } from '#domain/forest/watch.ts';
import { METRICS, madeService } from './service.ts';
import { sets } from './sets.ts';

const STEP = 60;
const DAY = 1_440;

interface Change {
  name: string;
  value: string;
  grow?: Partial<StandOptions>;
  tailFrom?: number;
  rule?: Partial<Rule>;
  /** moments of training */
  trained?: number;
}

const rarity = (factor: number): Rule['rarity'] => ({
  sensitive: factor * RULE.rarity.sensitive,
  warn: factor * RULE.rarity.warn,
  page: factor * RULE.rarity.page,
});

const CHANGES: readonly Change[] = [
  { name: 'as shipped', value: '' },
  { name: 'trees', value: '50', grow: { trees: 50 } },
  { name: 'trees', value: '200', grow: { trees: 200 } },
  { name: 'sample', value: '128', grow: { sample: 128 } },
  { name: 'sample', value: '512', grow: { sample: 512 } },
  { name: 'background', value: '0', grow: { background: 0 } },
  { name: 'background', value: '0.25', grow: { background: 0.25 } },
  { name: 'background', value: '1', grow: { background: 1 } },
  { name: 'pull', value: '1', grow: { correlation: { pull: 1, ridge: 0.04 } } },
  { name: 'pull', value: '4', grow: { correlation: { pull: 4, ridge: 0.04 } } },
  { name: 'ridge', value: '0.02', grow: { correlation: { pull: 2, ridge: 0.02 } } },
  { name: 'ridge', value: '0.08', grow: { correlation: { pull: 2, ridge: 0.08 } } },
  { name: 'tail from', value: '0.8', tailFrom: 0.8 },
  { name: 'tail from', value: '0.95', tailFrom: 0.95 },
  { name: 'rarities', value: '× ½', rule: { rarity: rarity(0.5) } },
  { name: 'rarities', value: '× 2', rule: { rarity: rarity(2) } },
  { name: 'opens', value: '2 of 5', rule: { opens: 2 } },
  { name: 'opens', value: '4 of 5', rule: { opens: 4 } },
  { name: 'of', value: '3 of 4', rule: { of: 4 } },
  { name: 'of', value: '3 of 10', rule: { of: 10 } },
  { name: 'calm', value: '0.025', rule: { calm: 0.025 } },
  { name: 'calm', value: '0.1', rule: { calm: 0.1 } },
  { name: 'closes after', value: '2', rule: { closeAfter: 2 } },
  { name: 'closes after', value: '6', rule: { closeAfter: 6 } },
  { name: 'trained on', value: '50 moments', trained: 50 },
  { name: 'trained on', value: '100 moments', trained: 100 },
  { name: 'trained on', value: '1 day', trained: DAY },
];

interface Tried {
  /** mean AUC of the four sets */
  auc: number;
  /** false episodes in a week, at sensitive and above, and at warn */
  falseSensitive: number;
  falseWarn: number;
  /** share of the troubles found at sensitive and above, and at warn */
  found: number;
  foundWarn: number;
  /** median moments from a trouble's first to its episode */
  delay: number;
  /** episodes a trouble that was found: above 1 they flutter */
  pieces: number;
}

/** Tries each constant at about half and double: the forest's on the four sets, all of them on a made service. */
export function constantsTable(seeds: number): string {
  const rows = CHANGES.map((change) => {
    const { auc, falseSensitive, falseWarn, found, foundWarn, delay, pieces } = tried(change, seeds);
    const cells = [
      change.name,
      change.value,
      auc.toFixed(4),
      falseSensitive.toFixed(2),
      falseWarn.toFixed(2),
      percent(found),
      percent(foundWarn),
      delay.toFixed(0),
      pieces.toFixed(2),
    ];
    return `| ${cells.join(' | ')} |`;
  });
  return [
    `a made service of ${METRICS.length} metrics at a minute: ${seeds} forests of two days, each asked about four quiet weeks and 80 broken correlations`,
    '',
    '| constant | value | AUC, mean of the four sets | false a week, sensitive | warn | found, sensitive | warn | delay, moments | episodes a find |',
    '|---|---|---|---|---|---|---|---|---|',
    ...rows,
  ].join('\n');
}

function tried(change: Change, seeds: number): Tried {
  const all = Array.from({ length: seeds }, (_, seed) => onService(change, seed));
  const sum = (pick: (one: (typeof all)[number]) => number) => all.reduce((total, one) => total + pick(one), 0);
  const delays = all.flatMap(({ delays: some }) => some).sort((a, b) => a - b);
  return {
    auc: aucOfSets(change, seeds),
    falseSensitive: sum(({ quiet }) => quiet.length) / seeds / 4,
    falseWarn: sum(({ quiet }) => quiet.filter(({ level }) => level === 'warn').length) / seeds / 4,
    found: sum(({ found }) => found) / sum(({ troubles }) => troubles),
    foundWarn: sum(({ foundWarn }) => foundWarn) / sum(({ troubles }) => troubles),
    delay: delays[Math.floor(delays.length / 2)] ?? Number.NaN,
    pieces:
      sum(({ pieces }) => pieces) /
      Math.max(
        1,
        sum(({ found }) => found),
      ),
  };
}

/** Of those that grow the same forest once. */
const known = new Map<string, number>();

function aucOfSets({ grow }: Change, seeds: number): number {
  const name = JSON.stringify(grow ?? {});
  const before = known.get(name);
  if (before !== undefined) return before;
  const areas = sets(1).flatMap(({ rows, odd }) =>
    Array.from({ length: seeds }, (_, seed) => {
      const standing = stand(rows, { seed, ...grow });
      const scores = rows.map((row) => standingScore(standing, row));
      return areaUnderCurve(
        scores.filter((_score, index) => odd[index]),
        scores.filter((_score, index) => !odd[index]),
      );
    }),
  );
  const auc = areas.reduce((sum, area) => sum + area, 0) / areas.length;
  known.set(name, auc);
  return auc;
}

function onService(change: Change, seed: number) {
  const model = modelOf(madeService(change.trained ?? 2 * DAY, 10 * seed + 1).rows, change, seed);
  const rule = { ...RULE, ...change.rule };
  const quiet = episodesOf(madeService(28 * DAY, 10 * seed + 2).rows, model, rule);
  const { rows, troubles } = madeService(80 * 360, 10 * seed + 3, { troubles: true });
  const episodes = episodesOf(rows, model, rule);
  const hits = troubles.map(({ from, until }) => episodes.filter(({ at }) => at >= from && at < until));
  const found = hits.filter((some) => some.length > 0);
  return {
    quiet,
    troubles: troubles.length,
    found: found.length,
    foundWarn: hits.filter((some) => some.some(({ level }) => level === 'warn')).length,
    delays: hits.flatMap((some, index) => (some[0] ? [some[0].at - (troubles[index]?.from ?? 0)] : [])),
    pieces: found.reduce((sum, some) => sum + some.length, 0),
  };
}

function modelOf(rows: number[][], { grow, tailFrom }: Change, seed: number): ForestModel {
  const standing = stand(rows, { seed, ...grow });
  const tail = tailOf(
    rows.map((row) => standingScore(standing, row)),
    tailFrom,
  );
  const samples = rows.length;
  const summary = {
    service: 'made',
    version: 1,
    seed,
    trained_at: 0,
    samples,
    rows: samples,
    step: STEP,
    metrics: METRICS,
    tail,
    evaluation: null,
  };
  return { summary, standing };
}

interface Episode {
  /** the moment at which it opened */
  at: number;
  /** the highest level that it came to */
  level: Anomaly['level'];
}

function episodesOf(rows: readonly number[][], model: ForestModel, rule: Rule): Episode[] {
  const episodes = new Map<string, Episode>();
  const heardAt = (at: number): Map<string, Residual> =>
    new Map(
      METRICS.map((metric, column) => {
        const residual = Math.max(-CUT, Math.min(CUT, rows[at / STEP]?.[column] ?? Number.NaN));
        return [metric, { value: residual, expected: 0, lower: -4, upper: 4, residual }];
      }),
    );
  let watch = emptyWatch;
  rows.forEach((_, moment) => {
    const at = moment * STEP;
    const watched = watchService(watch, model, {
      service: 'made',
      source: 'cloudwatch',
      step: STEP,
      now: at + STEP,
      acting: false,
      moments: [at],
      heardAt,
      trouble: new Map(),
      budget: 1,
      rule,
    });
    watch = watched.watch;
    for (const { id, level } of watched.changed) episodes.set(id, { at: episodes.get(id)?.at ?? moment, level });
  });
  return [...episodes.values()];
}

const percent = (share: number): string => `${Math.round(100 * share)} %`;
