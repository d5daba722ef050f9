import * as z from 'zod';
import { Scope } from '../key/key.ts';

/** Without TLS anybody on the way could put keys of their own in the place of the issuer's. */
const trustworthy = (address: string): boolean => {
  if (!URL.canParse(address)) return true; // said already
  const { protocol, hostname } = new URL(address);
  return protocol === 'https:' || ['localhost', '127.0.0.1', '[::1]'].includes(hostname);
};
const Address = z
  .url({ protocol: /^https?$/, error: 'give an address like https://login.example.com' })
  .refine(trustworthy, 'an issuer is asked by https: only loopback may go without');

const Group = z.strictObject({
  scopes: z.array(Scope).min(1),
  namespaces: z
    .array(z.string().min(1))
    .min(1)
    .nullable()
    .default(null)
    .describe('it sees all and changes only what is theirs; left out: no such limit'),
});

/** Single sign-on: tokens (JWT) of an identity provider, as good as keys. */
export const Oidc = z.strictObject({
  issuer: Address.describe("as the provider's discovery document and its tokens write it, to the letter"),
  audience: z
    .union([z.string().min(1), z.array(z.string().min(1)).min(1)])
    .describe('whom a token must be for; of several, any'),
  jwks_uri: Address.optional().describe("where the provider's keys are, when it has no discovery document"),
  groups_claim: z.string().min(1).default('groups').describe('the claim that lists groups; a.b for one within another'),
  groups: z.record(z.string().min(1), Group).describe('what the members of a group may do'),
  rate_limit: z.number().int().positive().max(1_000_000).default(1_000).describe('calls an hour, of each person'),
  clock_skew: z.number().min(0).max(300).default(60).describe("seconds that the provider's clock may differ"),
});
export type Oidc = z.infer<typeof Oidc>;
