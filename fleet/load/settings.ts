import type { FleetService } from '../services.ts';

/** Where the load goes. @throws Error that names the variable that is missing or no address */
export function loadSettings(env: Record<string, string | undefined>): Record<FleetService, string> {
  const address = (name: string): string => {
    const value = env[name];
    if (value !== undefined && URL.canParse(value)) return value;
    throw new Error(`${name} is "${value ?? ''}"; it must be an address, e.g. http://orders:8080`);
  };
  return { orders: address('ORDERS_URL'), users: address('USERS_URL'), payments: address('PAYMENTS_URL') };
}
