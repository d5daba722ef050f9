import { flagSource } from '../aws.ts';
import type { FlagsHeard } from '../flags/flags.ts';
import { watchFlags } from '../flags/watch.ts';

/** On Fargate a task asks AppConfig itself for what the supervisor would tell it.
 *  @param place `application/environment/profile`, by id or name */
export function hearFlags(
  place: string,
  seen: (flags: FlagsHeard) => void,
  warn: (message: string, fields: Record<string, unknown>) => void,
): void {
  const [application = '', environment = '', profile = ''] = place.split('/');
  watchFlags({ source: flagSource({ application, environment, profile }), seen, warn });
}
