import { type Random, seededRandom } from '#domain/random.ts';

// Four made sets on which isolation forests are compared. Written and seeded before anything was tuned to them; they say
// what kinds of trouble a service's metrics can be in, and are never changed to suit a forest.

export interface LabelledSet {
  name: string;
  rows: number[][];
  /** whether each row is odd */
  odd: boolean[];
}

const normalOf = (random: Random) => (): number =>
  Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());

/** 2,000 rows of five independent values; 60 more lie together in a tight heap away from them. */
function clusteredOutliers(seed: number): LabelledSet {
  const normal = normalOf(seededRandom(seed));
  const usual = Array.from({ length: 2_000 }, () => Array.from({ length: 5 }, normal));
  const heap = Array.from({ length: 60 }, () => [4, 4, -4, 0, 0].map((centre) => centre + 0.3 * normal()));
  return labelled('clustered outliers', usual, heap);
}

/** A week at a minute, six metrics' residuals; twelve hours of it in trouble that moves three of them. */
function longIncident(seed: number): LabelledSet {
  const normal = normalOf(seededRandom(seed));
  const minutes = 7 * 1_440;
  const [from, until] = [4 * 1_440 + 600, 4 * 1_440 + 600 + 720];
  const rows = Array.from({ length: minutes }, (_, minute) => {
    const trouble = minute >= from && minute < until;
    return [3, 2.5, 4, 0, 0, 0].map((shift) => normal() + (trouble ? shift : 0));
  });
  return { name: '12-hour incident in a week', rows, odd: rows.map((_, minute) => minute >= from && minute < until) };
}

/** Four metrics that follow the load and one that does not; in the odd rows one of the four goes its own way, to values
 *  that are usual for it alone. */
function brokenCorrelation(seed: number): LabelledSet {
  const random = seededRandom(seed);
  const normal = normalOf(random);
  const follow = (load: number) => [load, 0.9 * load, -0.8 * load, 0.95 * load].map((value) => value + 0.15 * normal());
  const usual = Array.from({ length: 3_000 }, () => [...follow(1.5 * normal()), normal()]);
  const odd = Array.from({ length: 90 }, () => {
    const load = (random() < 0.5 ? -1 : 1) * (1.5 + 1.5 * random());
    const row = [...follow(load), normal()];
    const astray = Math.floor(random() * 4);
    return row.map((value, column) => (column === astray ? -value : value));
  });
  return labelled('broken correlation', usual, odd);
}

/** 3,000 rows of eight values, some with heavy tails; 90 odd rows each stray in two or three of them, anywhere. */
function scatteredOutliers(seed: number): LabelledSet {
  const random = seededRandom(seed);
  const normal = normalOf(random);
  const row = () => Array.from({ length: 8 }, (_, column) => normal() * (column < 2 ? 1 + Math.abs(normal()) / 2 : 1));
  const usual = Array.from({ length: 3_000 }, row);
  const odd = Array.from({ length: 90 }, () => {
    const strays = new Set(Array.from({ length: 2 + Math.floor(random() * 2) }, () => Math.floor(random() * 8)));
    return row().map((value, column) =>
      strays.has(column) ? value + (random() < 0.5 ? -1 : 1) * (3 + 2 * random()) : value,
    );
  });
  return labelled('scattered outliers', usual, odd);
}

/** The odd rows stand among the usual ones at even distances, so that no order helps anyone. */
function labelled(name: string, usual: readonly number[][], odd: readonly number[][]): LabelledSet {
  const every = Math.floor(usual.length / odd.length);
  const tagged = usual.flatMap((row, index) => {
    const stray = index % every === 0 ? odd[index / every] : undefined;
    return stray
      ? [
          { row, odd: false },
          { row: stray, odd: true },
        ]
      : [{ row, odd: false }];
  });
  return { name, rows: tagged.map(({ row }) => row), odd: tagged.map((one) => one.odd) };
}

export const sets = (seed: number): LabelledSet[] => [
  clusteredOutliers(seed),
  longIncident(seed + 1),
  brokenCorrelation(seed + 2),
  scatteredOutliers(seed + 3),
];
