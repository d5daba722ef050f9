import type { Server } from 'node:http';
import { isToTask, type ToTask } from './messages.ts';
import { Reporter } from './reporter.ts';
import { serviceServer } from './server.ts';
import { taskSettings } from './settings.ts';
import { Work } from './work.ts';

// One task. Under the supervisor it talks over the channel it was forked with; on Fargate there is none: it publishes its
// own figures, and reads from a parameter what is broken.
const settings = taskSettings(process.env);
const work = new Work(settings);
const reporter = new Reporter(work.pool, work.honoured);
let served = 0;
const server = serviceServer(settings.service, work, (latencyMs, ok) => {
  reporter.served(latencyMs, ok);
  served += 1;
  // Later, where nothing catches it.
  if (served === settings.diesAfter) setImmediate(() => fail('a bug of this version'));
});
let draining = false;

function log(message: string, fields: Record<string, unknown> = {}): void {
  console.log(JSON.stringify({ at: new Date().toISOString(), service: settings.service, message, ...fields }));
}

/** Takes no new connection, lets the requests under way finish, then goes. */
function drain(why: string): void {
  if (draining) return;
  draining = true;
  log('draining', { why });
  server.close(() => process.exit(0));
  // A kept connection falls idle only when its last answer is out.
  setInterval(() => server.closeIdleConnections(), 50);
}

function fail(why: string): never {
  throw new Error(why);
}

function obey(message: ToTask): void {
  log('told', { ...message });
  if (message.kind === 'burn') work.burn = message.on;
  else if (message.kind === 'slow') work.slow = message.on;
  else if (message.kind === 'flags') work.honoured.hear(message.flags);
  else if (message.kind === 'heal') work.heal();
  else if (message.fault === 'crash') fail('a bug that nobody caught');
  else work.ailments.set(message.fault);
}

function listening(on: Server): void {
  const address = on.address();
  if (address === null || typeof address === 'string') throw new Error('the task got no port');
  log('listening', { port: address.port });
  process.send?.({ kind: 'listening', port: address.port });
}

process.on('SIGTERM', () => drain('SIGTERM'));
// A Ctrl-C in the terminal reaches every process of its group; only the supervisor decides what it means.
process.on('SIGINT', () => (process.connected ? undefined : drain('SIGINT')));

if (process.send) {
  process.on('message', (message) => isToTask(message) && obey(message));
  // The supervisor is gone, perhaps killed: nobody would ever stop this process.
  process.on('disconnect', () => process.exit(1));
  reporter.everySecond((report) => process.connected && process.send?.(report));
} else {
  const { publishOwnFigures } = await import('./publish.ts');
  publishOwnFigures(settings, reporter, log);
  const { obeyParameter } = await import('./parameter.ts');
  if (process.env.FAULT_PARAMETER) obeyParameter(process.env.FAULT_PARAMETER, obey, log);
  const { hearFlags } = await import('./hearFlags.ts');
  if (process.env.FLAGS) hearFlags(process.env.FLAGS, (flags) => obey({ kind: 'flags', flags }), log);
}
server.listen(settings.port, settings.bindHost, () => listening(server));
