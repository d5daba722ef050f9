import { type Health, healthOf } from '#domain/service/health.ts';
import type { AnomalyTable, Clock, LatestValues, ServiceCatalog } from '#ports';

/** How every watched service is now, by name. */
export async function serviceHealth({
  services,
  latest,
  anomalies,
  clock,
}: {
  services: Pick<ServiceCatalog, 'all'>;
  latest: LatestValues;
  anomalies: Pick<AnomalyTable, 'open'>;
  clock: Clock;
}): Promise<Health[]> {
  const [watched, values, open] = await Promise.all([services.all(), latest.of(), anomalies.open()]);
  const facts = { now: clock.now(), latest: values, anomalies: open };
  return watched.map((service) => healthOf(service, facts));
}
