import { SyntaxError as GrammarError, parse as parseText } from './condition.generated.js';
import type { ParsedCondition, Place } from './conditionTree.ts';

/** What the grammar reads as something unreadable that was told already. */
const HOLE = '\uFFFC';
const MOST_CHARACTERS = 2_000;
/** The parser calls itself for each parenthesis and each `not`. */
const DEEPEST = 64;
/** Who has more to mend reads the rest after that. */
const MOST_FAULTS = 20;

export interface Parsed {
  /** with holes where something could not be read; undefined where nothing could */
  parsed?: ParsedCondition;
  faults: (Place & { message: string })[];
}

/** Reads a condition's text. A part that cannot be read is told and left out, and the rest is read. Never throws. */
export function parseCondition(text: string): Parsed {
  const refused = tooMuch(text);
  if (refused) return { faults: [refused] };
  const faults: Parsed['faults'] = [];
  let rest = text;
  let last = -1;
  while (faults.length < MOST_FAULTS) {
    try {
      return { parsed: parseText(rest), faults };
    } catch (error) {
      if (!(error instanceof GrammarError)) throw error;
      const { offset, line, column } = error.location.start;
      if (offset <= last) break; // the same again: what was left out did not help
      last = offset;
      // behind the end stands only what was put there
      if (offset <= text.length) faults.push({ offset, line, column, message: unreadable(error, text) });
      const without = mended(rest, error);
      if (without === undefined) break;
      rest = without;
    }
  }
  return { faults };
}

function tooMuch(text: string): (Place & { message: string }) | undefined {
  if (text.length > MOST_CHARACTERS) {
    return { ...placeOf(text, MOST_CHARACTERS), message: `a condition has at most ${MOST_CHARACTERS} characters` };
  }
  const strange = text.indexOf(HOLE);
  if (strange >= 0) return { ...placeOf(text, strange), message: 'cannot read this: a character that means nothing' };
  let depth = 0;
  let denied = 0;
  for (const { word, offset } of wordsOf(text)) {
    if (word === '(') depth += 1;
    else if (word === ')') depth -= 1;
    if (word === 'not') denied += 1;
    else if (word !== '(') denied = 0;
    if (depth + denied > DEEPEST) return { ...placeOf(text, offset), message: 'this is nested too deeply to be read' };
  }
  return undefined;
}

function placeOf(text: string, offset: number): Place {
  const before = text.slice(0, offset).split('\n');
  return { offset, line: before.length, column: (before.at(-1) ?? '').length + 1 };
}

interface TextWord {
  word: string;
  offset: number;
}

const wordsOf = (text: string): TextWord[] =>
  [...text.matchAll(/"[^"]*"?|[a-zA-Z0-9_.-]+|\S/g)].map(({ 0: word, index }) => ({
    word: word.toLowerCase(),
    offset: index,
  }));

/** The text with what is wrong at one place taken out, so that all that follows keeps its place; undefined where that
 *  cannot be. */
function mended(text: string, { location, expected }: GrammarError): string | undefined {
  const at = location.start.offset;
  const words = wordsOf(text);
  const before = words.filter(({ offset }) => offset < at);
  const ends = at >= text.length;
  if (ends && expected.some((one) => one.type === 'literal' && one.text === ')')) return `${text})`;
  if (text[at] === ')' && depthOf(before) <= 0) return `${text.slice(0, at)} ${text.slice(at + 1)}`;
  const from = startOfTerm(before);
  return withHole(text, from, ends ? text.length : endOfTerm(words, from, at, text.length));
}

const depthOf = (words: readonly TextWord[]): number =>
  words.reduce((depth, { word }) => depth + (word === '(' ? 1 : word === ')' ? -1 : 0), 0);

const isConnective = (word: string): boolean => word === 'and' || word === 'or' || word === 'not';

/** Behind the last `and`, `or`, `not` or parenthesis that is none of the term's own: its own follow a function's name. */
function startOfTerm(before: readonly TextWord[]): number {
  let depth = 0;
  for (let index = before.length - 1; index >= 0; index--) {
    const { word, offset } = before[index] ?? { word: '', offset: 0 };
    const previous = before[index - 1]?.word ?? '';
    const isCall = /^[a-z_]/.test(previous) && !isConnective(previous) && previous !== 'where';
    if (word === ')') depth += 1;
    else if (word === '(' && depth > 0) depth -= 1;
    else if (word === '(' && !isCall) return offset + 1;
    else if (depth === 0 && (isConnective(word) || word === 'where')) return offset + word.length;
  }
  return 0;
}

/** The first `and`, `or` or closing parenthesis from the fault on that does not belong to the term itself. */
function endOfTerm(words: readonly TextWord[], from: number, at: number, end: number): number {
  let depth = 0;
  for (const { word, offset } of words) {
    if (offset < from) continue;
    if (word === '(') depth += 1;
    else if (word === ')' && depth > 0) depth -= 1;
    else if (offset >= at && depth === 0 && (word === ')' || word === 'and' || word === 'or')) return offset;
  }
  return end;
}

/** A hole where a term stood, or should have. */
function withHole(text: string, from: number, until: number): string | undefined {
  const term = text.slice(from, until);
  if (term.trim() === '') {
    if (until === text.length) return `${text} ${HOLE}`;
    return /^[ \t]/.test(term) ? `${text.slice(0, from)}${HOLE}${text.slice(from + 1)}` : undefined;
  }
  const start = from + term.length - term.trimStart().length;
  const filled = term.trim().replaceAll(/[^\n]/g, HOLE); // lines are counted by their ends
  return text.slice(0, start) + filled + text.slice(start + filled.length);
}

/** What stands there, and what could: the many ways in which a term may begin are told as few. */
function unreadable({ expected, location }: GrammarError, text: string): string {
  const named = expected.flatMap((one) =>
    one.type === 'other' && one.description !== 'a space' ? [one.description] : [],
  );
  const literal = expected.flatMap((one) => (one.type === 'literal' && one.text !== HOLE ? [one.text] : []));
  const end = expected.some(({ type }) => type === 'end') ? ['the end'] : [];
  const could =
    named.includes('a metric') && literal.includes('(')
      ? ['a comparison like cpu_usage > 85 or avg(cpu_usage, 5m) > 80', 'anomaly(…)', 'forecast(…, 1h) > …', '(']
      : [...named, ...literal, ...end];
  const likely = could.length > 0 ? could : ['a space'];
  const [found] = /^([a-zA-Z0-9_.%/-]+|.)/su.exec(text.slice(location.start.offset)) ?? [];
  const there = found === undefined ? 'the condition ends' : `"${found}" stands`;
  return `cannot read this: here ${there}, where ${[...new Set(likely)].join(', ')} could be`;
}
