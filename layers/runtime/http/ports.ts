import { requestTable } from '#adapters/dynamodb/idempotency.ts';
import { keyTable } from '#adapters/dynamodb/keyTable.ts';
import { rateCounter } from '#adapters/dynamodb/rateCounter.ts';
import { tokenVerifier } from '#adapters/oidc/tokenVerifier.ts';
import { adminKey } from '#adapters/secrets/adminKey.ts';
import { auditQueue } from '#adapters/sqs/auditQueue.ts';
import type { AdminKey, AuditTrail, KeyTable, RateCounter, RequestTable, TokenVerifier } from '#ports';
import { dynamo, secrets, sqs } from '../clients.ts';
import { systemClock } from '../clock.ts';
import { environment } from '../environment.ts';
import { installation } from '../installation.ts';

/** What tells who calls, and how often they may. */
export interface AccessPorts {
  keys: Pick<KeyTable, 'get' | 'touch'>;
  admin: AdminKey;
  /** undefined: the installation has no identity provider */
  tokens: TokenVerifier | undefined;
  rates: Pick<RateCounter, 'take'>;
}

/** What the chain of every HTTP function reaches outside through. */
export interface HttpPorts extends AccessPorts {
  requests: RequestTable;
  audit: AuditTrail;
}

let access: AccessPorts | undefined;
let made: HttpPorts | undefined;

/** Made once a process, so that what is kept of the admin key and of the identity provider's keys outlives a call. */
export function accessPorts(): AccessPorts {
  if (access !== undefined) return access;
  const { oidc } = installation().configuration;
  access = {
    keys: keyTable(dynamo(), environment('KEYS_TABLE')),
    admin: adminKey(secrets(), environment('ADMIN_KEY_SECRET'), systemClock),
    tokens: oidc === undefined ? undefined : tokenVerifier(oidc, systemClock),
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
