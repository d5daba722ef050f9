import { canonicalService } from '#domain/service/name.ts';
import type { ServiceCatalog } from '#ports';

/** `orders-service` is the service `orders`, unless one bears that very name. Asks only about names that end so. */
export async function canonicalName(name: string, services: Pick<ServiceCatalog, 'get'>): Promise<string> {
  if (canonicalService(name) === name) return name;
  return canonicalService(name, (await services.get(name)) ? [name] : []);
}
