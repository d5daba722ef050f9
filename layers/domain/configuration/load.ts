import { knownMetric, metricNames } from '../metric/catalogue.ts';
import { readCondition } from '../policy/condition.ts';
import { nearest } from '../policy/nearest.ts';
import { canonicalService } from '../service/name.ts';
import { goodOf, shareOf } from '../slo/fromConfiguration.ts';
import { explain } from '../yaml/explain.ts';
import { type FileFault, type Path, readYaml, type YamlSource } from '../yaml/source.ts';
import { doubtful, wrongQuietHours } from './checkNotifications.ts';
import { Configuration } from './configuration.ts';

export interface LoadedConfiguration {
  /** undefined when there are faults */
  configuration?: Configuration;
  faults: FileFault[];
  warnings: FileFault[];
}

/**
 * Loads `forestall.yml`. Never throws on what is written: every fault has its line and column and says what would be
 * right, all of them at once. What may be meant, but will do nothing, is a warning.
 */
export function loadConfigurationFile(file: string, text: string): LoadedConfiguration {
  const source = readYaml(file, text);
  if (source.faults.length > 0) return { faults: source.faults, warnings: [] };
  const read = Configuration.safeParse(source.value ?? {}); // an empty file says nothing, which is allowed
  if (!read.success) return { faults: explain(read.error.issues, Configuration, source), warnings: [] };
  const faults = [...wrongObjectives(read.data, source), ...wrongQuietHours(read.data, source)];
  const warnings = warningsOf(read.data, source);
  return faults.length > 0 ? { faults, warnings } : { configuration: read.data, faults, warnings };
}

/** An objective must say what is bad, or no policy that asks for it ever fires. */
function wrongObjectives({ slos }: Configuration, { at }: YamlSource): FileFault[] {
  return Object.entries(slos).flatMap(([name, { objective, errors, good }]) => {
    const faults: FileFault[] = [];
    const share = shareOf(objective);
    if (share <= 0 || share >= 1)
      faults.push(at(['slos', name, 'objective'], 'an objective lies between 0 % and 100 %'));
    if (good === undefined) {
      const metric = knownMetric(errors);
      if (metric === undefined) faults.push(at(['slos', name, 'errors'], unknown('metric', errors, metricNames)));
      else if (metric.unit !== 'ratio') {
        const message = `${metric.name} (${metric.unit}) does not say what share went wrong: use good, like "${metric.name} < …"`;
        faults.push(at(['slos', name, 'errors'], message));
      }
      return faults;
    }
    const [wrong] = readCondition(good).faults;
    const message = wrong?.message ?? 'good is one comparison of a metric of this service, like "latency_p99 < 300ms"';
    if (goodOf(good) === undefined) faults.push(at(['slos', name, 'good'], message, wrong?.offset));
    return faults;
  });
}

function warningsOf(configuration: Configuration, source: YamlSource): FileFault[] {
  return [
    ...unknownMetrics(configuration, source),
    ...unknownDependencies(configuration, source),
    ...unknownServices(configuration, source),
    ...doubtful(configuration, source),
    ...impossibleLimits(configuration, source),
  ];
}

/** A limit where a value can never be is never reached: it was meant in another unit. */
function impossibleLimits({ limits }: Configuration, { at }: YamlSource): FileFault[] {
  return Object.entries(limits).flatMap(([key, limit]) => {
    const definition = knownMetric(key.slice(key.lastIndexOf('.') + 1));
    if (definition === undefined) return [];
    const { name, unit, bounds } = definition;
    const [least, most] = bounds;
    if (limit >= least && limit <= most) return [];
    const range = most === Number.POSITIVE_INFINITY ? `at least ${least}` : `from ${least} to ${most}`;
    return [at(['limits', key], `${name} never reaches ${limit}: it is ${range} (${unit})`)];
  });
}

function unknownMetrics({ sources, limits }: Configuration, { at, atKey }: YamlSource): FileFault[] {
  const asked = sources.flatMap(({ metrics = [] }, i) =>
    metrics.map((metric, j) => ({ metric, path: ['sources', i, 'metrics', j], where: at })),
  );
  // a limit is named `metric` or `service.metric`, and a service's name may hold dots
  const limited = Object.keys(limits).map((key) => ({
    metric: key.slice(key.lastIndexOf('.') + 1),
    path: ['limits', key],
    where: atKey,
  }));
  return [...asked, ...limited]
    .filter(({ metric }) => knownMetric(metric) === undefined)
    .map(({ metric, path, where }) => where(path, unknown('metric', metric, metricNames)));
}

function unknownDependencies({ services }: Configuration, { at }: YamlSource): FileFault[] {
  const names = Object.keys(services);
  return Object.entries(services).flatMap(([name, { depends_on }]) =>
    depends_on.flatMap((dependency, index) => {
      const path: Path = ['services', name, 'depends_on', index];
      const meant = canonicalService(dependency, names);
      if (meant === name) return [at(path, `${name} is said to depend on itself`)];
      return names.includes(meant) ? [] : [at(path, unknown('service', dependency, names))];
    }),
  );
}

function unknownServices({ services, slos }: Configuration, { at }: YamlSource): FileFault[] {
  const names = Object.keys(services);
  return Object.entries(slos).flatMap(([name, { service }]) =>
    names.length === 0 || names.includes(canonicalService(service, names))
      ? []
      : [at(['slos', name, 'service'], unknown('service', service, names))],
  );
}

function unknown(what: string, word: string, candidates: readonly string[]): string {
  const near = nearest(word, candidates);
  return near === undefined ? `unknown ${what} ${word}` : `unknown ${what} ${word}: did you mean ${near}?`;
}
