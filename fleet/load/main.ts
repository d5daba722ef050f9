import { parameterReader } from '../aws.ts';
import { faultParameter, setFault, watchParameters } from '../faultParameters.ts';
import { SERVICE_NAMES } from '../services.ts';
import { LoadGenerator } from './generator.ts';
import { loadSettings } from './settings.ts';

// The load as a task of its own, on AWS: locally the supervisor drives the same generator.
function log(message: string, fields: Record<string, unknown> = {}): void {
  console.log(JSON.stringify({ at: new Date().toISOString(), service: 'load', message, ...fields }));
}

const load = new LoadGenerator(loadSettings(process.env));
const services = new Map(SERVICE_NAMES.map((service) => [faultParameter(service), service]));
const unwatch = watchParameters({
  names: [...services.keys()],
  read: parameterReader(),
  seen: (parameter) => {
    const service = services.get(parameter.name);
    if (service === undefined) return;
    if (setFault(parameter).fault === 'traffic-surge') load.surging.add(service);
    else load.surging.delete(service);
  },
  warn: log,
});

process.on('SIGTERM', () => {
  log('stopping', { shed: load.shed });
  unwatch();
  load.stop();
});
load.start();
log('sending');
