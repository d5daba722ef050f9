import type { Anomaly } from '../anomaly/anomaly.ts';
import { metricDefinition } from '../metric/catalogue.ts';
import type { Service } from '../service/service.ts';

type Calls = readonly Pick<Service, 'name' | 'depends_on'>[];

/**
 * The open page that explains an anomaly: of what the service calls, itself or through others. Only what users feel
 * (latency, errors) is explained by that, and a page that itself depends on this service explains nothing, so that of
 * services that call each other one is always told.
 */
export function explainedBy(
  { service, metric, kind }: Pick<Anomaly, 'service' | 'metric' | 'kind'>,
  services: Calls,
  open: readonly Anomaly[],
): Anomaly | undefined {
  if (kind !== 'deviation' || metricDefinition(metric).felt_by !== 'users') return undefined;
  const called = calledBy(service, services);
  return open.find(
    (page) =>
      page.status === 'open' &&
      page.level === 'page' &&
      page.kind !== 'predicted_breach' &&
      page.service !== service &&
      called.has(page.service) &&
      !calledBy(page.service, services).has(service),
  );
}

/** Every service that this one calls, itself or through others. */
function calledBy(service: string, services: Calls): ReadonlySet<string> {
  const found = new Set<string>();
  const rest = [service];
  for (let next = rest.pop(); next !== undefined; next = rest.pop()) {
    for (const one of services.find(({ name }) => name === next)?.depends_on ?? []) {
      if (found.has(one)) continue;
      found.add(one);
      rest.push(one);
    }
  }
  return found;
}
