/** One measured value, with what tells it from the others of its figure. */
export interface Reading {
  labels?: Readonly<Record<string, string>>;
  value: number;
}

/** A figure that the platform gives about itself: a `counter` only grows, a `gauge` is how things stand now. */
export interface Figure {
  /** as Prometheus names it, without `_total`: `forestall_anomalies_open` */
  name: string;
  help: string;
  type: 'gauge' | 'counter';
  readings: readonly Reading[];
}
