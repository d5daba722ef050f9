const MOST_LABELS = 40;
const LONGEST_LABEL = 200;
const LONGEST_TEXT = 1_000;

/** What others write is kept as far as it fits beside an episode: names and values of labels, sorted, not too many. */
export const fewLabels = (labels: Readonly<Record<string, string>>): Record<string, string> =>
  Object.fromEntries(
    Object.entries(labels)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .slice(0, MOST_LABELS)
      .map(([name, value]) => [name.slice(0, LONGEST_LABEL), value.slice(0, LONGEST_LABEL)]),
  );

/** A text of theirs; null where there is none. */
export function text(...candidates: readonly (string | null | undefined)[]): string | null {
  const found = candidates.find((one) => one !== null && one !== undefined && one.trim() !== '');
  return found?.trim().slice(0, LONGEST_TEXT) ?? null;
}
