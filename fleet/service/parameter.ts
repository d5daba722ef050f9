import { parameterReader } from '../aws.ts';
import { type SetFault, setFault, watchParameters } from '../faultParameters.ts';
import type { ToTask } from './messages.ts';
import { toTell } from './obey.ts';

/** On Fargate a task learns from its service's parameter what the supervisor would tell it. */
export function obeyParameter(
  name: string,
  obey: (message: ToTask) => void,
  log: (message: string, fields: Record<string, unknown>) => void,
): void {
  const startedAt = Date.now() - process.uptime() * 1000;
  let before: SetFault | undefined;
  watchParameters({
    names: [name],
    read: parameterReader(),
    seen: (parameter) => {
      const set = setFault(parameter);
      // Later, where nothing catches it: a crash is to be one.
      for (const message of toTell(set, before, startedAt)) setImmediate(() => obey(message));
      before = set;
    },
    warn: log,
  });
}
