import { canonicalService } from '#domain/service/name.ts';
import type { ServiceCatalog } from '#ports';

/** The name by which a service is known: `orders-service` is `orders`, unless one bears that very name. */
export async function nameService(written: string, services: Pick<ServiceCatalog, 'get'>): Promise<string> {
  const canonical = canonicalService(written);
  if (canonical === written) return written;
  return (await services.get(written)) ? written : canonical;
}
