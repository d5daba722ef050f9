import { expect } from 'vitest';

/** One svg element, every element closed in order, nothing left of what is no number. */
export function expectWellFormed(svg: string): void {
  const open: string[] = [];
  for (const [, closing, name = '', , empty] of svg.matchAll(
    /<(\/)?([a-z][\w:-]*)((?:\s+[\w:-]+="[^"<]*")*)\s*(\/)?>/gi,
  )) {
    if (closing) expect(open.pop()).toBe(name);
    else if (!empty) open.push(name);
  }
  expect(open).toEqual([]);
  expect(svg.replaceAll(/<[^<>]*>/g, '')).not.toMatch(/[<>]/);
  expect(svg).toMatch(/^<svg [^>]*xmlns="http:\/\/www\.w3\.org\/2000\/svg"/);
  expect(svg.match(/<svg /g)).toHaveLength(1);
  expect(svg).not.toMatch(/NaN|undefined|Infinity/);
}
