import { type FleetService, isFleetService, TASK_SIZE } from '../services.ts';
import { DIES_AFTER } from '../version.ts';

/** How one task is told what it is. The same names serve the supervisor's processes and Fargate's task definition. */
export interface TaskSettings {
  service: FleetService;
  /** 0 chooses a free port */
  port: number;
  bindHost: string;
  store: { host: string; port: number };
  usersUrl: string;
  paymentsUrl: string;
  cpuShare: number;
  memoryBytes: number;
  burn: boolean;
  /** a bad version: its process dies when it has served so many requests */
  diesAfter: number;
}

type Env = Record<string, string | undefined>;

/** @throws Error that names the variable and what would be right */
export function taskSettings(env: Env): TaskSettings {
  const service = env.SERVICE_NAME ?? '';
  if (!isFleetService(service)) {
    throw new Error(`SERVICE_NAME is "${service}"; it must be orders, users or payments`);
  }
  const calls = service === 'orders';
  return {
    service,
    port: number(env, 'PORT', 0),
    bindHost: env.BIND_HOST ?? '127.0.0.1',
    store: { host: env.STORE_HOST ?? '127.0.0.1', port: number(env, 'STORE_PORT') },
    usersUrl: calls ? required(env, 'USERS_URL') : '',
    paymentsUrl: calls ? required(env, 'PAYMENTS_URL') : '',
    cpuShare: number(env, 'TASK_CPU_UNITS', TASK_SIZE.cpuUnits) / 1024,
    memoryBytes: number(env, 'TASK_MEMORY_MIB', TASK_SIZE.containerMemoryMiB) * 1024 * 1024,
    burn: env.CPU_BURN === 'true',
    diesAfter: env[DIES_AFTER] === undefined ? Number.POSITIVE_INFINITY : number(env, DIES_AFTER),
  };
}

function required(env: Env, name: string): string {
  const value = env[name];
  if (!value) throw new Error(`${name} is not set; it is the address that orders calls, e.g. http://127.0.0.1:4711`);
  return value;
}

function number(env: Env, name: string, otherwise?: number): number {
  const text = env[name];
  const value = text === undefined || text === '' ? otherwise : Number(text);
  if (value === undefined || !Number.isInteger(value) || value < 0) {
    throw new Error(`${name} is "${text ?? ''}"; it must be a whole number of at least 0`);
  }
  return value;
}
