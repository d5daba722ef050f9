import type { Level } from '../anomaly/anomaly.ts';
import type { MetricDefinition } from '../metric/catalogue.ts';

/** One value of a series; `at` is the start of its period, epoch seconds. */
export interface Heard {
  at: number;
  value: number;
}

export type Shape = 'spike' | 'level_shift' | 'drift' | 'dropout' | 'flatline' | 'variance_change';

/** What the detector makes of one point. */
export interface Finding {
  /** what was expected, and the band around it; NaN while nothing is known yet */
  expected: number;
  lower: number;
  upper: number;
  /** 0–1, complement of a calibrated tail probability */
  score: number;
  /** levels at which a notice goes out at this very point: an episode opens, or is raised again */
  notices: readonly Level[];
  /** the highest level at which an episode is open */
  open: Level | undefined;
  shape: Shape | undefined;
  direction: 'up' | 'down';
  votes: readonly { name: string; score: number }[];
  /** too little is known yet */
  learning: boolean;
}

export interface DetectorOptions {
  /** factor on the false episodes that the series is allowed; 1 unless feedback moved it */
  budget?: number;
}

/** One series, point after point, never looking ahead: the same in a function, on a file and in a backtest. */
export class Detector {
  readonly #definition: MetricDefinition;
  readonly #budget: number;
  #count = 0;
  #mean = 0;
  #variance = 0;

  constructor(definition: MetricDefinition, { budget = 1 }: DetectorOptions = {}) {
    this.#definition = definition;
    this.#budget = budget;
  }

  hear({ value }: Heard): Finding {
    const deviation = value - this.#mean;
    const scale = Math.sqrt(this.#variance);
    const z = this.#count < 15 || scale === 0 ? 0 : Math.abs(deviation) / scale;
    const odd = z > 6 / this.#budget;
    const found: Finding = {
      expected: this.#count === 0 ? Number.NaN : this.#mean,
      lower: Math.max(this.#definition.bounds[0], this.#mean - 4 * scale),
      upper: Math.min(this.#definition.bounds[1], this.#mean + 4 * scale),
      score: 1 - Math.exp(-z),
      notices: odd ? ['sensitive', 'warn', 'page'] : [],
      open: odd ? 'page' : undefined,
      shape: odd ? 'spike' : undefined,
      direction: deviation < 0 ? 'down' : 'up',
      votes: [{ name: 'size', score: 1 - Math.exp(-z) }],
      learning: this.#count < 15,
    };
    this.#count += 1;
    const weight = 1 / Math.min(this.#count, 500);
    this.#mean += weight * deviation;
    this.#variance = (1 - weight) * (this.#variance + weight * deviation * deviation);
    return found;
  }
}
