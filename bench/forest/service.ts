import { seededRandom } from '#domain/random.ts';

// The residuals of a made service at a minute's step, for trying the rule of the forest's episodes: six metrics, four of
// which follow its load, each with noise that lasts from moment to moment and a heavy tail now and then. Troubles of
// twenty minutes come each six hours: a broken correlation of one of three sizes, each value of it usual by itself.

export const METRICS = [
  'connection_pool_usage',
  'cpu_usage',
  'error_rate',
  'latency_p99',
  'memory_usage',
  'request_rate',
];
const FOLLOWS = [1, 1, 0, 0.8, 0, 1];
/** how much of the noise stays from one moment to the next */
const LASTS = 0.6;

export interface MadeService {
  rows: number[][];
  /** first moment of each trouble */
  troubles: { from: number; until: number; size: number }[];
}

export function madeService(moments: number, seed: number, { troubles = false } = {}): MadeService {
  const random = seededRandom(seed);
  const normal = () => Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
  const noise = METRICS.map(() => 0);
  let load = 0;
  const found: MadeService = { rows: [], troubles: [] };
  for (let moment = 0; moment < moments; moment++) {
    load = 0.9 * load + Math.sqrt(1 - 0.81) * normal();
    const row = METRICS.map((_, column) => {
      const heavy = random() < 0.002 ? 6 * normal() : 0;
      noise[column] = LASTS * (noise[column] ?? 0) + Math.sqrt(1 - LASTS ** 2) * normal();
      const follows = FOLLOWS[column] ?? 0;
      return follows * load + (follows === 0 ? 1 : 0.3) * (noise[column] ?? 0) + heavy;
    });
    found.rows.push(row);
  }
  if (troubles) breakCorrelations(found, random);
  return found;
}

function breakCorrelations({ rows, troubles }: MadeService, random: () => number): void {
  for (let from = 180; from + 20 <= rows.length; from += 360) {
    const size = [1, 1.5, 2][troubles.length % 3] ?? 1;
    const astray = random() < 0.5 ? 1 : 3; // the processor or the latency is high while the load is low
    for (let moment = from; moment < from + 20; moment++) {
      const noisy = rows[moment] ?? [];
      rows[moment] = noisy.map((value, column) => {
        const follows = FOLLOWS[column] ?? 0;
        if (follows === 0) return value;
        return (column === astray ? size : -size * follows) + 0.3 * (2 * random() - 1);
      });
    }
    troubles.push({ from, until: from + 20, size });
  }
}
