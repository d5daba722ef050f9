import type { Configuration } from './configuration.ts';

/** The stages of API Gateway by which services are reached, by service. */
export function gatewaysOf({ services }: Pick<Configuration, 'services'>) {
  return Object.fromEntries(
    Object.entries(services).flatMap(([name, { gateway }]) => {
      if (!gateway) return [];
      const { http_api, rest_api, stage, routes } = gateway;
      const kind = http_api === undefined ? ('rest' as const) : ('http' as const);
      return [[name, { kind, api: http_api ?? rest_api ?? '', stage, ...(routes ? { routes } : {}) }] as const];
    }),
  );
}
