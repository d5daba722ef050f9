/** What a metric is: how it is written, which way is bad, what it may reach, and what is too small to matter. */
export interface MetricDefinition {
  name: string;
  unit: '%' | 'ratio' | 'ms' | '1/s' | 's' | 'count';
  bad: 'up' | 'down' | 'both';
  /** what users feel (latency, errors, availability), or a resource */
  felt_by: 'users' | 'resource';
  /** natural limit: here trouble is certain, whatever is usual */
  limit: number | null;
  bounds: readonly [number, number];
  /** the smallest deviation worth anyone's time: the larger of `absolute` and `relative` times the expected value */
  floor: { absolute: number; relative: number };
  /** the highest level that a deviation of this metric may reach by itself; at its natural limit all of them page */
  highest: 'warn' | 'page';
  /** how much one odd point may count as evidence, of the 2 that open an episode and the 3 that page: 2 where single
   *  points never stray (one alone opens, and pages at the limit), 1.5 where one may, 1.25 where neighbours may too */
  alone: number;
  /** seconds after which a new level is what is usual now */
  settles: number;
  recommendation: string;
}

const HOUR = 3_600;
const INFINITE = Number.POSITIVE_INFINITY;

const latency = (name: string, absolute: number, alone: number): MetricDefinition => ({
  name,
  unit: 'ms',
  bad: 'up',
  felt_by: 'users',
  limit: null,
  bounds: [0, INFINITE],
  floor: { absolute, relative: 0.6 },
  highest: 'page',
  alone,
  settles: HOUR,
  recommendation: 'Look for a clogged queue or a slow dependency; restart the service if its dependencies are healthy',
});

const usage = (
  name: string,
  floor: MetricDefinition['floor'],
  alone: number,
  recommendation: string,
): MetricDefinition => ({
  name,
  unit: '%',
  bad: 'up',
  felt_by: 'resource',
  limit: 90,
  bounds: [0, INFINITE],
  floor,
  highest: 'page',
  alone,
  settles: HOUR,
  recommendation,
});

const definitions: readonly MetricDefinition[] = [
  usage('cpu_usage', { absolute: 12, relative: 0.2 }, 1.5, 'Scale up replicas'),
  usage(
    'memory_usage',
    { absolute: 5, relative: 0.15 },
    2,
    'Restart the service before its memory is exhausted, and look for a leak',
  ),
  usage(
    'connection_pool_usage',
    { absolute: 15, relative: 0.2 },
    2,
    'Restart the service to free its connections, and look for a connection leak',
  ),
  {
    name: 'error_rate',
    unit: 'ratio',
    bad: 'up',
    felt_by: 'users',
    limit: 0.5,
    bounds: [0, 1],
    floor: { absolute: 0.04, relative: 1 },
    highest: 'page',
    alone: 1.5,
    settles: HOUR,
    recommendation: 'Look at the newest deployment and the dependencies; restart the service if both are healthy',
  },
  latency('latency_p50', 60, 1.5),
  latency('latency_p95', 150, 1.25),
  latency('latency_p99', 250, 1.25),
  {
    name: 'request_rate',
    unit: '1/s',
    bad: 'both',
    felt_by: 'resource',
    limit: null,
    bounds: [0, INFINITE],
    floor: { absolute: 2, relative: 0.5 },
    highest: 'warn',
    alone: 1.25,
    settles: HOUR,
    recommendation: 'Scale out, or limit the rate, if the service cannot carry this traffic',
  },
  {
    name: 'queue_age',
    unit: 's',
    bad: 'up',
    felt_by: 'users',
    limit: null,
    bounds: [0, INFINITE],
    floor: { absolute: 30, relative: 1 },
    highest: 'page',
    alone: 2,
    settles: HOUR,
    recommendation: 'Scale out the consumers of the queue',
  },
  {
    name: 'throttles',
    unit: '1/s',
    bad: 'up',
    felt_by: 'users',
    limit: null,
    bounds: [0, INFINITE],
    floor: { absolute: 0.5, relative: 1 },
    highest: 'page',
    alone: 1.5,
    settles: HOUR,
    recommendation: 'Raise the limit that throttles, or scale out',
  },
  {
    name: 'running_tasks',
    unit: 'count',
    bad: 'down',
    felt_by: 'users',
    limit: 0,
    bounds: [0, INFINITE],
    floor: { absolute: 0.9, relative: 0.3 },
    highest: 'warn',
    alone: 2,
    settles: 180, // who misses tasks for longer had them taken away: ECS replaces in less
    recommendation: 'Look at why tasks stopped; ECS starts others by itself',
  },
];

const byName = new Map(definitions.map((definition) => [definition.name, definition]));
const aliases = new Map([
  ['latency', 'latency_p99'],
  ['p99_latency', 'latency_p99'],
  ['p95_latency', 'latency_p95'],
  ['p50_latency', 'latency_p50'],
  ['cpu', 'cpu_usage'],
  ['memory', 'memory_usage'],
]);

export const metricNames: readonly string[] = definitions.map(({ name }) => name);
export const metricAliases: ReadonlyMap<string, string> = aliases;

/** Our name for a metric however it is spelled; an unknown one is its own. */
export const canonicalMetric = (name: string): string => aliases.get(name) ?? name;

export const knownMetric = (name: string): MetricDefinition | undefined => byName.get(canonicalMetric(name));

/** What the catalogue says, or, of a metric that it does not know, only what holds for any. */
export function metricDefinition(name: string): MetricDefinition {
  return (
    knownMetric(name) ?? {
      name,
      unit: 'count',
      bad: 'both',
      felt_by: 'resource',
      limit: null,
      bounds: [Number.NEGATIVE_INFINITY, INFINITE],
      floor: { absolute: 0, relative: 0.5 },
      highest: 'warn',
      alone: 1.25,
      settles: HOUR,
      recommendation: 'Look at what changed in this service at that time',
    }
  );
}

/** Whether a value stands at or beyond the metric's natural limit. */
export function atLimit({ limit, bad }: MetricDefinition, value: number): boolean {
  if (limit === null) return false;
  return bad === 'down' ? value <= limit : value >= limit;
}
