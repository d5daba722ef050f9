import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/**
 * Writes what the tests' deployment is configured with: `forestall.yml` as it ships, and what tests need besides.
 * @returns the file
 */
export async function writeConfiguration(folder: string, issuer: string): Promise<string> {
  const file = join(folder, 'forestall.yml');
  const shipped = await readFile('forestall.yml', 'utf8');
  await writeFile(file, `${shipped}\n${signOn(issuer)}\n${ROUTES}`);
  return file;
}

/** Who is told of a service that only the test of notices knows. */
const ROUTES = `notifications:
  targets:
    notices_team: { integration: notices-team, group_within: 1h }
    notices_lead: { integration: notices-lead }
  routes:
    - { services: [notices-shop], to: notices_team, escalate: [{ after: 1s, to: notices_lead }] }
`;

/** Single sign-on by the issuer that runs beside the tests. */
const signOn = (issuer: string): string => `oidc:
  issuer: ${issuer}
  audience: forestall
  groups:
    sre: { scopes: [read, write, act] }
    payments-team: { scopes: [read, act], namespaces: [payments] }
  rate_limit: 500
`;
