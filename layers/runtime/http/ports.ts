import { requestTable } from '#adapters/dynamodb/idempotency.ts';
import { keyTable } from '#adapters/dynamodb/keyTable.ts';
import { rateCounter } from '#adapters/dynamodb/rateCounter.ts';
import { adminKey } from '#adapters/secrets/adminKey.ts';
import type { AdminKey, KeyTable, RateCounter, RequestTable } from '#ports';
import { dynamo, secrets } from '../clients.ts';
import { systemClock } from '../clock.ts';
import { environment } from '../environment.ts';

/** What the chain of every HTTP function reaches outside through. */
export interface HttpPorts {
  keys: Pick<KeyTable, 'get' | 'touch'>;
  admin: AdminKey;
  rates: Pick<RateCounter, 'take'>;
  requests: RequestTable;
}

let made: HttpPorts | undefined;

/** Made once a process, so that the admin key's short cache outlives a call. */
export function deployedPorts(): HttpPorts {
  made ??= {
    keys: keyTable(dynamo(), environment('KEYS_TABLE')),
    admin: adminKey(secrets(), environment('ADMIN_KEY_SECRET'), systemClock),
    rates: rateCounter(dynamo(), environment('REQUESTS_TABLE'), systemClock),
    requests: requestTable(dynamo(), environment('REQUESTS_TABLE'), systemClock),
  };
  return made;
}
