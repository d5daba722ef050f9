import { lookup } from 'node:dns/promises';
import { isIP } from 'node:net';
import { hostOf } from '#domain/webhook/address.ts';

const MOST_MS = 3_000;

/** Every address of a URL's host; none where it does not resolve (yet), or not in time. */
export async function addressesOf(url: string): Promise<string[]> {
  const host = hostOf(url);
  if (isIP(host) !== 0) return [host];
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never[]>((resolve) => {
    timer = setTimeout(() => resolve([]), MOST_MS);
  });
  try {
    return await Promise.race([resolved(host), late]);
  } finally {
    clearTimeout(timer);
  }
}

async function resolved(host: string): Promise<string[]> {
  try {
    return (await lookup(host, { all: true, verbatim: true })).map(({ address }) => address);
  } catch {
    return []; // the caller says so: a warning when it is registered, a failed try when it is called
  }
}
