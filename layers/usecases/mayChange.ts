import { owns } from '#domain/policy/match.ts';
import type { ServiceCatalog } from '#ports';

/** Whether a key that changes only what its namespaces own may change this service; null: it changes all. */
export async function mayChange(
  namespaces: readonly string[] | null,
  name: string,
  services: Pick<ServiceCatalog, 'get'>,
): Promise<boolean> {
  if (namespaces === null) return true;
  const service = await services.get(name);
  return service !== undefined && namespaces.some((namespace) => owns(namespace, service));
}
