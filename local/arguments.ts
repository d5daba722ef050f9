import { parseArgs } from 'node:util';
import { LocalError, reasonOf } from './errors.ts';
import type { InstallationOptions } from './installation.ts';

const USAGE = `npm start -- [--detach] [--fresh] [--port <number>] [--no-fleet]

  --detach     return when it is ready and leave it running; npm stop ends it
  --fresh      forget everything that an earlier run kept
  --port       the address's port, and no other (otherwise 8080 or the next free one)
  --no-fleet   without the demo services`;

export interface Arguments extends Pick<InstallationOptions, 'fleet' | 'fresh' | 'frontPort'> {
  detach: boolean;
}

/** What was written behind `npm start --`.
 *  @throws LocalError for an argument that it does not know */
export function parseArguments(args: readonly string[]): Arguments {
  const values = parse(args);
  const port = values.port === undefined ? undefined : Number(values.port);
  if (port !== undefined && !(Number.isInteger(port) && port > 0 && port < 65_536)) {
    throw new LocalError(`--port is ${values.port}, which is no port.`, 'Give a number from 1 to 65535.');
  }
  return { detach: values.detach, fresh: values.fresh, fleet: !values['no-fleet'], frontPort: port };
}

function parse(args: readonly string[]) {
  try {
    const options = {
      detach: { type: 'boolean', default: false },
      fresh: { type: 'boolean', default: false },
      'no-fleet': { type: 'boolean', default: false },
      port: { type: 'string' },
    } as const;
    return parseArgs({ args: [...args], options }).values;
  } catch (cause) {
    throw new LocalError(reasonOf(cause), USAGE, { cause });
  }
}
