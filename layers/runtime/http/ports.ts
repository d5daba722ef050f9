import { requestTable } from '#adapters/dynamodb/idempotency.ts';
import { keyTable } from '#adapters/dynamodb/keyTable.ts';
import { rateCounter } from '#adapters/dynamodb/rateCounter.ts';
import { adminKey } from '#adapters/secrets/adminKey.ts';
import { auditQueue } from '#adapters/sqs/auditQueue.ts';
import type { AdminKey, AuditTrail, KeyTable, RateCounter, RequestTable } from '#ports';
import { dynamo, secrets, sqs } from '../clients.ts';
import { systemClock } from '../clock.ts';
import { environment } from '../environment.ts';

/** What tells who calls, and how often they may. */
export interface AccessPorts {
  keys: Pick<KeyTable, 'get' | 'touch'>;
  admin: AdminKey;
  rates: Pick<RateCounter, 'take'>;
}

/** What the chain of every HTTP function reaches outside through. */
export interface HttpPorts extends AccessPorts {
  requests: RequestTable;
  audit: AuditTrail;
}

let access: AccessPorts | undefined;
let made: HttpPorts | undefined;

/** Made once a process, so that the admin key's short cache outlives a call. */
export function accessPorts(): AccessPorts {
  access ??= {
    keys: keyTable(dynamo(), environment('KEYS_TABLE')),
    admin: adminKey(secrets(), environment('ADMIN_KEY_SECRET'), systemClock),
    rates: rateCounter(dynamo(), environment('REQUESTS_TABLE'), systemClock),
  };
  return access;
}

export function deployedPorts(): HttpPorts {
  made ??= {
    ...accessPorts(),
    requests: requestTable(dynamo(), environment('REQUESTS_TABLE'), systemClock),
    audit: auditQueue(sqs(), environment('AUDIT_QUEUE_URL')),
  };
  return made;
}
