import ipaddr from 'ipaddr.js';

// What the internet routes in IPv6; the rest carries other networks inside (NAT64, IPv4-compatible) or stays at home.
const GLOBAL_IPV6 = ipaddr.parseCIDR('2000::/3');

/**
 * Whether an address is one of the public internet's. Private, loopback, link-local, metadata and all other special
 * ranges are not, in whatever way they are written.
 */
export function isPublicAddress(address: string): boolean {
  if (!ipaddr.isValid(address)) return false;
  const parsed = ipaddr.process(address); // ::ffff:127.0.0.1 is 127.0.0.1
  if (parsed.range() !== 'unicast') return false;
  return parsed.kind() === 'ipv4' || parsed.match(GLOBAL_IPV6);
}

/** The host of a URL as resolvers and allow-lists name it: IPv6 without brackets, no dot at the end. */
export const hostOf = (url: string): string =>
  new URL(url).hostname
    .replace(/^\[(.*)\]$/, '$1')
    .replace(/\.$/, '')
    .toLowerCase();

/**
 * Why a URL may not be called, given what its host resolves to; nothing when it may. One address that is not public is
 * enough to refuse: which of them is called is the resolver's whim.
 */
export function refusal(
  url: string,
  addresses: readonly string[],
  allowedHosts: readonly string[],
): string | undefined {
  const host = hostOf(url);
  if (allowedHosts.some((allowed) => allowed.toLowerCase() === host)) return undefined;
  const inner = addresses.find((address) => !isPublicAddress(address));
  if (inner === undefined) return undefined;
  const what = inner === host ? host : `${host} is ${inner}, which`;
  return `${what} is not a public address: webhooks.allow_hosts in forestall.yml may name the host`;
}
