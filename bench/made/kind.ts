import { demand, deployments, moved } from './habits.ts';
import { autoregression, type Random } from './random.ts';

/** A kind of fault. Up and down are as a person sees them on a chart. */
export type FaultKind =
  | 'spike up'
  | 'spike down'
  | 'shift up'
  | 'shift down'
  | 'ramp up'
  | 'dropout'
  | 'flatline'
  | 'variance';

/** What full trouble makes of a value; `severity` from 0 (a person would call it trouble) to 1 (anyone would). */
export type Harm = (value: number, severity: number) => number;

/** A kind of metric: how it looks when all is well, and how trouble shows in it. */
export interface Kind {
  name: string;
  bounds: readonly [number, number];
  decimals: number;
  /** One value a minute of a service without faults. Each call draws another service's character. */
  quiet(world: World): Float64Array;
  up?: Harm;
  down?: Harm;
  faults: readonly FaultKind[];
}

/** What the metrics of one service have in common. */
export class World {
  readonly minutes: number;
  readonly random: Random;
  /** demand around 1, one value a minute */
  readonly load: Float64Array;
  readonly deployed: readonly number[];

  constructor(minutes: number, random: Random) {
    this.minutes = minutes;
    this.random = random;
    this.load = demand(minutes, random);
    this.deployed = deployments(minutes, random);
  }

  /** @param of  value of a minute; called in order */
  each(of: (minute: number, load: number) => number): Float64Array {
    return this.load.map((load, minute) => of(minute, load));
  }

  noise(memory: number, tail?: number): Float64Array {
    return autoregression(this.minutes, memory, this.random, tail);
  }

  moved(): Float64Array {
    return moved(this.minutes, this.deployed, this.random);
  }
}

export const at = (values: Float64Array, minute: number): number => values[minute] ?? 0;
