import { createHash, randomInt, timingSafeEqual } from 'node:crypto';

const ALPHABET = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';

const randomText = (length: number): string =>
  Array.from({ length }, () => ALPHABET.charAt(randomInt(ALPHABET.length))).join('');

/** 12 letters and digits: 71 bits. */
export const newKeyId = (): string => randomText(12);

/** 43 letters and digits: 256 bits, and a double click selects the whole key. */
export const newKeySecret = (): string => randomText(43);

/** The key as its holder keeps it: shown once. */
export const keyText = (id: string, secret: string): string => `rp_${id}_${secret}`;

/** The two parts of a key as presented: an id holds no underscore, a secret may. */
export function keyParts(text: string): { id: string; secret: string } | undefined {
  const [, id, secret] = /^rp_([0-9a-zA-Z]{1,32})_([\x21-\x7e]{1,512})$/.exec(text) ?? [];
  return id === undefined || secret === undefined ? undefined : { id, secret };
}

/** SHA-256, hex. A secret is random, so that a slow hash would protect nothing more. */
export const secretHash = (secret: string): string => createHash('sha256').update(secret, 'utf8').digest('hex');

/** Compares in a time that says nothing about how much was right. */
export function sameHash(a: string, b: string): boolean {
  const [left, right] = [Buffer.from(a, 'hex'), Buffer.from(b, 'hex')];
  return left.length === 32 && right.length === 32 && timingSafeEqual(left, right);
}
