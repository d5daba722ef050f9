/** Uniform numbers in [0, 1), the same for the same seed. */
export type Random = () => number;

/**
 * A small generator of good quality with 128 bits of state: Chris Doty-Humphrey's sfc32 (PractRand, public domain).
 * @param seed any integer; its low 32 bits count
 */
export function seededRandom(seed: number): Random {
  let a = 0x9e3779b9;
  let b = 0x243f6a88;
  let c = seed | 0;
  let counter = 1;
  const next: Random = () => {
    const result = (((a + b) | 0) + counter) | 0;
    counter = (counter + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = (c << 21) | (c >>> 11);
    c = (c + result) | 0;
    return (result >>> 0) / 0x1_0000_0000;
  };
  for (let round = 0; round < 15; round++) next(); // so that seeds beside each other are far apart
  return next;
}

/** A seed from a text: FNV-1a over its UTF-16 code units. */
export function seedOf(text: string): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
  return hash >>> 0;
}

/** `count` different indexes below `of`, each set as likely as another (Floyd); all of them when there are no more. */
export function drawWithoutReplacement(of: number, count: number, random: Random): number[] {
  if (count >= of) return Array.from({ length: of }, (_, index) => index);
  const drawn = new Set<number>();
  for (let top = of - count; top < of; top++) {
    const index = Math.floor(random() * (top + 1));
    drawn.add(drawn.has(index) ? top : index);
  }
  return [...drawn];
}
