/** Ways of saying that nothing was measured, beside an empty cell; infinity is no measurement either. */
const NOTHING = new Set(['', 'nan', 'null', 'na', 'n/a', 'none', 'nil', '-', 'inf', 'infinity']);
const NUMBER = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i;

/** The number of a cell, NaN where nothing was measured; undefined of what is no number. */
export function readValue(text: string): number | undefined {
  const trimmed = text.trim();
  if (NUMBER.test(trimmed)) {
    const number = Number(trimmed);
    return Number.isFinite(number) ? number : Number.NaN;
  }
  return NOTHING.has(trimmed.toLowerCase().replace(/^[+-](?=inf)/, '')) ? Number.NaN : undefined;
}
