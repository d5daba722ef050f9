/** What a message holds beside its story. */
export interface Extras {
  /** the series' last hour as a line of bars */
  chart: string | null;
  /** where links lead, e.g. `https://forestall.example.com` */
  linksTo: string | null;
}

/** Where people look at the noun that a message is about. */
export const linkOf = (linksTo: string, path: string): string => `${linksTo.replace(/\/+$/, '')}/#${path}`;

/** Text that fits, its end cut visibly; never half of a character that takes two code units. */
export function fitting(text: string, most: number): string {
  if (text.length <= most) return text;
  return `${text
    .slice(0, most - 1)
    .toWellFormed()
    .replace(/\uFFFD$/, '')}…`;
}
