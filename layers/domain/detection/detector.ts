import type { Level, Shape } from '../anomaly/anomaly.ts';
import type { MetricDefinition } from '../metric/catalogue.ts';
import { findingOf, levelsOf } from './finding.ts';
import { Rarity } from './rarity/rarity.ts';
import { RARITY, type RaritySetting } from './rarity/setting.ts';
import { StepWatch } from './stepWatch.ts';

export type { Shape };

/** One value of a series; `at` is the start of its period, epoch seconds. */
export interface Heard {
  at: number;
  value: number;
}

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
  /** what each voice says of an odd point; empty at a usual one */
  votes: readonly { name: string; score: number }[];
  /** too little is known yet: more is asked before anything is told */
  learning: boolean;
}

export interface DetectorOptions {
  /** factor on the false episodes that the series is allowed; 1 unless feedback moved it */
  budget?: number;
  /** for measuring what each constant does */
  setting?: RaritySetting;
}

/**
 * One series without gaps in its order: what a file holds. Points are judged as they are read, never looking ahead. A
 * value that is no number changes nothing; a point that is not newer than the last is taken as if it came right after it.
 */
export class Detector {
  readonly #definition: MetricDefinition;
  readonly #budget: number;
  readonly #rarity: Rarity;
  readonly #steps = new StepWatch();
  #newest = Number.NEGATIVE_INFINITY;

  constructor(definition: MetricDefinition, { budget = 1, setting = RARITY }: DetectorOptions = {}) {
    this.#definition = definition;
    this.#budget = budget;
    this.#rarity = new Rarity(setting);
  }

  hear({ at, value }: Heard): Finding {
    if (Number.isFinite(value) && Number.isFinite(at)) {
      this.#steps.hear(at);
      this.#newest = Math.max(this.#newest, at);
      this.#rarity.hear(this.#newest, value, this.#steps.step, this.#budget);
      return findingOf(this.#rarity, { value, step: this.#steps.step, definition: this.#definition });
    }
    const { expected, lower, upper } = this.#rarity;
    const open = levelsOf(this.#rarity, this.#newest, this.#steps.step);
    return {
      expected,
      lower,
      upper,
      score: 0,
      notices: [],
      open,
      shape: undefined,
      direction: 'up',
      votes: [],
      learning: false,
    };
  }
}
