import fc from 'fast-check';
import { expect, test } from 'vitest';
import { hostOf, isPublicAddress, refusal } from './address.ts';

test.each([
  ['loopback', '127.0.0.1'],
  ['loopback, the whole net', '127.255.255.254'],
  ['private 10/8', '10.1.2.3'],
  ['private 172.16/12', '172.31.0.1'],
  ['private 192.168/16', '192.168.1.1'],
  ['link-local, the metadata service', '169.254.169.254'],
  ['link-local, task credentials', '169.254.170.2'],
  ['carrier-grade NAT', '100.64.0.1'],
  ['this host', '0.0.0.0'],
  ['benchmarks', '198.18.0.1'],
  ['multicast', '224.0.0.1'],
  ['reserved', '240.0.0.1'],
  ['broadcast', '255.255.255.255'],
  ['IPv6 loopback', '::1'],
  ['IPv6 unspecified', '::'],
  ['IPv4-mapped', '::ffff:127.0.0.1'],
  ['IPv4-mapped in hex', '::ffff:a9fe:a9fe'],
  ['IPv4-compatible', '::7f00:1'],
  ['IPv4-translated', '::ffff:0:127.0.0.1'],
  ['NAT64', '64:ff9b::7f00:1'],
  ['6to4', '2002:7f00:1::'],
  ['Teredo', '2001::1'],
  ['unique local, the metadata service', 'fd00:ec2::254'],
  ['link-local with a zone', 'fe80::1%eth0'],
  ['site-local', 'fec0::1'],
  ['documentation', '2001:db8::1'],
  ['not an address', 'localhost'],
])('%s (%s) is not public', (_what, address) => {
  expect(isPublicAddress(address)).toBe(false);
});

test.each(['8.8.8.8', '52.95.110.1', '172.32.0.1', '100.128.0.1', '2606:4700::1111'])('%s is public', (address) => {
  expect(isPublicAddress(address)).toBe(true);
});

test('an address inside a private net is never public, however IPv6 wraps it', () => {
  const octet = fc.integer({ min: 0, max: 255 });
  const inner = fc.oneof(
    fc.tuple(fc.constant(10), octet, octet, octet),
    fc.tuple(fc.constant(127), octet, octet, octet),
    fc.tuple(fc.constant(192), fc.constant(168), octet, octet),
    fc.tuple(fc.constant(169), fc.constant(254), octet, octet),
    fc.tuple(fc.constant(172), fc.integer({ min: 16, max: 31 }), octet, octet),
  );
  const wrap = fc.constantFrom('', '::ffff:', '::', '64:ff9b::');
  fc.assert(
    fc.property(inner, wrap, (octets, prefix) => {
      expect(isPublicAddress(`${prefix}${octets.join('.')}`)).toBe(false);
    }),
  );
});

test('the host is read as the URL standard reads it, so odd spellings are no way around', () => {
  for (const url of ['http://2130706433/', 'http://0x7f.1/', 'http://0177.0.0.1/', 'http://127.1/'])
    expect(hostOf(url)).toBe('127.0.0.1');
  expect(hostOf('http://[::FFFF:127.0.0.1]:80/')).toBe('::ffff:7f00:1');
  expect(hostOf('https://LocalHost./')).toBe('localhost');
});

test('one inner address among public ones refuses, and the refusal names it', () => {
  const url = 'https://mixed.test/hook';
  expect(refusal(url, ['8.8.8.8'], [])).toBeUndefined();
  expect(refusal(url, ['8.8.8.8', '10.0.0.5'], [])).toContain('mixed.test is 10.0.0.5, which is not a public address');
});

test('the allow-list opens the hosts that it names and no others', () => {
  expect(refusal('http://127.0.0.1:99/', ['127.0.0.1'], ['127.0.0.1'])).toBeUndefined();
  expect(refusal('http://LOCALHOST:99/', ['::1', '127.0.0.1'], ['localhost'])).toBeUndefined();
  expect(refusal('http://127.0.0.2/', ['127.0.0.2'], ['127.0.0.1'])).toContain('127.0.0.2 is not a public address');
  expect(refusal('http://sub.localhost/', ['127.0.0.1'], ['localhost'])).toBeDefined();
});
