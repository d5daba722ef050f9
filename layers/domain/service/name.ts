import * as z from 'zod';

/** A service's canonical name: lower case, as in ECS and Kubernetes. */
export const ServiceName = z
  .string()
  .min(1)
  .max(100)
  .regex(/^[a-zA-Z0-9][a-zA-Z0-9._-]*$/, 'a service name holds letters, digits, dots, dashes and underscores')
  .meta({ id: 'ServiceName', example: 'orders' });

/** `orders-service` names the service `orders` everywhere, unless a known service bears that very name. */
export function canonicalService(name: string, known: Iterable<string> = []): string {
  if (!name.endsWith('-service')) return name;
  for (const service of known) if (service === name) return name;
  return name.slice(0, -'-service'.length) || name;
}

/** The service that a canonical name means: the one of that name, or, where only that is known, `<name>-service`. */
export function knownService(name: string, known: Iterable<string>): string {
  const full = `${name}-service`;
  let found = name;
  for (const service of known) {
    if (service === name) return name;
    if (service === full) found = full;
  }
  return found;
}
