import { type Configuration, seconds } from '../configuration/configuration.ts';
import { cloudwatchMetrics, podMetrics } from '../metric/cloudwatchNames.ts';
import { toInstant } from '../time.ts';
import type { Service } from './service.ts';

/** A workload that discovery found, with its tags. */
export interface Found {
  cluster: string;
  service: string;
  tags: Readonly<Record<string, string>>;
}

/**
 * What is watched: what carries `forestall:watch`, and what `forestall.yml` names. The file wins over tags.
 * @param found every workload of the region
 */
export function watchedServices(found: readonly Found[], configuration: Configuration, now: number): Service[] {
  const services = new Map<string, Service>();
  for (const workload of found) {
    const name = nameOf(workload, configuration);
    const said = configuration.services[name];
    const named = said?.cluster === workload.cluster;
    if (said?.watch === false || !(workload.tags['forestall:watch'] === 'true' || named)) continue;
    const service = serviceOf(name, workload, configuration, now);
    if (service.metrics.length > 0) services.set(name, { ...service, discovered_by: named ? 'name' : 'tag' });
  }
  for (const service of onEks(configuration, now)) services.set(service.name, service);
  return [...services.values()];
}

/** Services on EKS carry no AWS tag: what the file says of them is all. */
function onEks(configuration: Configuration, now: number): Service[] {
  return Object.entries(configuration.services).flatMap(([name, said]) => {
    if (said.eks === undefined || !said.watch) return [];
    const { cluster, namespace, deployment = name, act } = said.eks;
    const place = { cluster, namespace, deployment };
    return {
      name,
      workload: { platform: 'eks', ...place },
      owner: said.owner ?? null,
      depends_on: said.depends_on,
      may_act: act,
      protected: said.protected,
      resolution: seconds(said.resolution ?? configuration.resolution),
      metrics: podMetrics(place),
      discovered_by: 'configuration',
      updated_at: toInstant(now),
    };
  });
}

function nameOf({ cluster, service }: Found, { services }: Configuration): string {
  for (const [name, said] of Object.entries(services)) {
    if (said.ecs_service === service && (said.cluster === undefined || said.cluster === cluster)) return name;
  }
  return service;
}

function serviceOf(
  name: string,
  { cluster, service, tags }: Found,
  configuration: Configuration,
  now: number,
): Service {
  const said = configuration.services[name];
  const sources = configuration.sources.filter(({ clusters }) => clusters === undefined || clusters.includes(cluster));
  // The first source that names a metric gives it: a namespace of one's own stands before AWS's in the file.
  const metrics = new Map(
    sources
      .toReversed()
      .flatMap((source) => cloudwatchMetrics(source.namespace, { cluster, service }, source.metrics))
      .map((metric) => [metric.metric, metric]),
  );
  const resolution = said?.resolution ?? sources[0]?.resolution ?? configuration.resolution;
  return {
    name,
    workload: { platform: 'ecs', cluster, service },
    owner: said?.owner ?? tags['forestall:owner'] ?? null,
    depends_on: said?.depends_on ?? [],
    may_act: tags['forestall:act'] === 'true',
    protected: said?.protected ?? false,
    resolution: seconds(resolution),
    metrics: [...metrics.values()],
    discovered_by: 'tag',
    updated_at: toInstant(now),
  };
}

/** Whether two descriptions differ in anything but when they were made. */
export const sameService = (a: Service, b: Service): boolean =>
  JSON.stringify({ ...a, updated_at: '' }) === JSON.stringify({ ...b, updated_at: '' });
