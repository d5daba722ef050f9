import type { Service } from '#domain/service/service.ts';
import { sameService } from '#domain/service/watched.ts';
import type { Clock, Log, ServiceCatalog, ServiceDiscovery } from '#ports';

/**
 * Finds what is watched and writes what changed. A discovery that fails leaves the table as it was, and what is known is
 * watched on: that a platform cannot be listed is no reason to stop looking at what runs on it.
 */
export async function discoverServices({
  discovery,
  services,
  log,
}: {
  discovery: ServiceDiscovery;
  services: ServiceCatalog;
  clock: Clock;
  log: Log;
}): Promise<Service[]> {
  const known = await services.all();
  const found = await discovery.discover().catch((error: unknown) => {
    log.error('discovery failed, what is known is watched on', { error });
    return known;
  });
  const before = new Map(known.map((service) => [service.name, service]));
  const changed = found.filter((service) => {
    const old = before.get(service.name);
    return old === undefined || !sameService(old, service);
  });
  const gone = known.filter(({ name }) => !found.some((service) => service.name === name)).map(({ name }) => name);
  await services.put(changed);
  await services.remove(gone);
  if (changed.length > 0 || gone.length > 0) log.info('services', { changed: changed.map(({ name }) => name), gone });
  return found;
}
