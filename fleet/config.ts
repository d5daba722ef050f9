import * as z from 'zod';

const port = z.coerce.number().int().min(0).max(65_535).default(0);
const seconds = (otherwise: number) => z.coerce.number().min(0).max(600).default(otherwise);

const Environment = z.object({
  AWS_ENDPOINT_URL: z.url(),
  AWS_REGION: z.string().min(1).default('us-east-1'),
  FLEET_ECS_PORT: port,
  FLEET_CONTROL_PORT: port,
  FLEET_ORDERS_PORT: port,
  FLEET_USERS_PORT: port,
  FLEET_PAYMENTS_PORT: port,
  FLEET_START_SECONDS: seconds(15),
  FLEET_METRIC_LAG_SECONDS: seconds(0),
  FLEET_MAX_TASKS: z.coerce.number().int().min(1).max(50).default(16),
  FLEET_LOG_DIR: z.string().min(1).optional(),
  FLEET_PARENT: z.coerce.number().int().positive().optional(),
});

export interface FleetConfig {
  emulatorUrl: string;
  ecsPort: number;
  controlPort: number;
  ports: { orders: number; users: number; payments: number };
  startSeconds: number;
  metricLagSeconds: number;
  /** tasks that the machine can hold, over all services */
  maxTasks: number;
  logDir: string | undefined;
  /** the process that it ends with; otherwise it is ended by a signal only */
  parent: number | undefined;
}

/** @throws Error that lists every variable that is wrong, and why */
export function fleetConfig(env: Record<string, string | undefined>): FleetConfig {
  const read = Environment.safeParse(env);
  if (!read.success) {
    const faults = read.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`);
    throw new Error(`the fleet cannot start with this environment: ${faults.join('; ')}`);
  }
  const given = read.data;
  return {
    emulatorUrl: given.AWS_ENDPOINT_URL,
    ecsPort: given.FLEET_ECS_PORT,
    controlPort: given.FLEET_CONTROL_PORT,
    ports: { orders: given.FLEET_ORDERS_PORT, users: given.FLEET_USERS_PORT, payments: given.FLEET_PAYMENTS_PORT },
    startSeconds: given.FLEET_START_SECONDS,
    metricLagSeconds: given.FLEET_METRIC_LAG_SECONDS,
    maxTasks: given.FLEET_MAX_TASKS,
    logDir: given.FLEET_LOG_DIR,
    parent: given.FLEET_PARENT,
  };
}
