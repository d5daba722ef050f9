import type { Log } from '#ports';
import { logger } from './powertools.ts';

/** Keys that the logger keeps for itself and drops, with a warning, from anyone else. */
const RESERVED = new Set(['level', 'message', 'sampling_rate', 'service', 'timestamp']);

function fieldsOf(fields: Record<string, unknown> = {}): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(fields).map(([key, value]) => [RESERVED.has(key) ? `subject_${key}` : key, value]),
  );
}

/** The Powertools logger behind the `Log` port: JSON lines with the request's id. */
export const log: Log = {
  debug: (message, fields) => logger.debug(message, fieldsOf(fields)),
  info: (message, fields) => logger.info(message, fieldsOf(fields)),
  warn: (message, fields) => logger.warn(message, fieldsOf(fields)),
  error: (message, fields) => logger.error(message, fieldsOf(fields)),
};
