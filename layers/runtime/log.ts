import type { Log } from '#ports';
import { logger } from './powertools.ts';

/** The Powertools logger behind the `Log` port: JSON lines with the request's id. */
export const log: Log = {
  debug: (message, fields) => logger.debug(message, fields ?? {}),
  info: (message, fields) => logger.info(message, fields ?? {}),
  warn: (message, fields) => logger.warn(message, fields ?? {}),
  error: (message, fields) => logger.error(message, fields ?? {}),
};
