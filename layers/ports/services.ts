import type { Service } from '#domain/service/service.ts';

export interface ServiceCatalog {
  all(): Promise<Service[]>;
  get(name: string): Promise<Service | undefined>;
  put(services: readonly Service[]): Promise<void>;
  remove(names: readonly string[]): Promise<void>;
}

export interface ServiceDiscovery {
  /** Services that carry the tag `forestall:watch`, or are named by the configuration. */
  discover(): Promise<Service[]>;
}
