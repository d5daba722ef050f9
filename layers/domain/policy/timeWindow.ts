import { nearest } from './nearest.ts';

const DAY = 1_440;
const WEEK = 7 * DAY;
const days = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'];
const names = /^(mon(day)?|tue(s|sday)?|wed(nesday)?|thu(r|rs|rsday)?|fri(day)?|sat(urday)?|sun(day)?)$/i;
const clock = /^([01]?\d|2[0-4]):([0-5]\d)$/;
const EXAMPLE = 'write it like "Mon-Fri 09:00-17:00 Europe/London" or "Fri 16:00-Mon 08:00 Europe/London"';

/** Times that come back each week, on the wall clock of a zone: summer time and its two odd nights are the zone's own. */
export interface TimeWindow {
  /** as IANA names it */
  zone: string;
  /** minutes of the week from Monday 00:00: from the first on, up to and without the second, which may lie in the next
   *  week */
  spans: readonly (readonly [number, number])[];
}

export interface ReadTimeWindow {
  window?: TimeWindow;
  /** what cannot be read and what would be right; `offset` says where in the text */
  fault?: string;
  offset?: number;
  warning?: string;
}

/** Reads `Mon-Fri 09:00-17:00 Europe/London`, `Sat,Sun UTC`, `22:00-06:00 Asia/Tokyo` or `Fri 16:00-Mon 08:00 Europe/London`. */
export function readTimeWindow(text: string): ReadTimeWindow {
  const words = wordsOf(text);
  const refuse = (what: string, offset = 0): ReadTimeWindow => ({ fault: `${what}: ${EXAMPLE}`, offset });
  const [first, second, third] = words;
  if (!first) return refuse('no time is named');
  const across = second && third ? acrossDays(first.word, second.word, third.word) : undefined;
  const listed = across ? undefined : daysOf(first.word);
  const timed = across ? undefined : words[listed ? 1 : 0];
  const times = timed && spanOfDay(timed.word);
  const rest = words.slice(across ? 3 : (listed ? 1 : 0) + (times ? 1 : 0));
  if (!across && !listed && !times) return refuse(`"${first.word}" is no day and no time of day`, first.offset);
  if (times && times.length === 0) return refuse(`"${timed?.word}" begins when it ends`, timed?.offset);
  const [named, more] = rest;
  if (named && /^\d/.test(named.word)) return refuse(`"${named.word}" is no time of day`, named.offset);
  if (more) return refuse(`"${more.word}" cannot stand here`, more.offset);
  const zone = zoneOf(named?.word ?? 'UTC');
  if (zone === undefined) return { ...unknownZone(named?.word ?? ''), offset: named?.offset ?? 0 };
  const [from = 0, to = DAY] = times ?? [];
  const spans =
    across ?? (listed ?? days.map((_, day) => day)).map((day) => [day * DAY + from, day * DAY + to] as const);
  const window = { zone, spans };
  return named
    ? { window }
    : { window, warning: `"${text}" names no time zone, so it is read as UTC: add one to say so` };
}

/** Whether a time, epoch seconds, lies in the window. */
export function inWindow({ zone, spans }: TimeWindow, at: number): boolean {
  const minute = minuteOfWeek(zone, at);
  return spans.some(([from, to]) => (minute >= from && minute < to) || (minute + WEEK >= from && minute + WEEK < to));
}

/** Whether no time lies in both. Only of one zone is it known. */
export function apart(one: TimeWindow, other: TimeWindow): boolean {
  if (one.zone !== other.zone) return false;
  return one.spans.every(([from, to]) =>
    other.spans.every(([start, end]) => [-WEEK, 0, WEEK].every((shift) => to <= start + shift || end + shift <= from)),
  );
}

/** The words with their places; what spaces surround a dash or a comma belongs to one word. */
function wordsOf(text: string): { word: string; offset: number }[] {
  return [...text.matchAll(/[^\s,-]+(?:\s*[,-]\s*[^\s,-]+)*/g)].map(({ 0: word, index }) => ({
    word: word.replaceAll(/\s/g, ''),
    offset: index,
  }));
}

/** `Fri`, `Mon-Fri`, `Mon,Wed,Fri-Sat`, by their numbers from Monday. */
function daysOf(word: string): number[] | undefined {
  const ranges = word.split(',').map((range) => range.split('-').map(dayOf));
  if (ranges.some((ends) => ends.length > 2 || ends.includes(-1))) return undefined;
  const found = ranges.flatMap(([from = 0, to = from]) =>
    days.map((_, step) => (from + step) % 7).slice(0, ((to - from + 7) % 7) + 1),
  );
  return [...new Set(found)].sort((a, b) => a - b);
}

const dayOf = (word: string): number => (names.test(word) ? days.indexOf(word.slice(0, 3).toLowerCase()) : -1);

/** Minutes of the day; undefined where it is no time. */
function minuteOf(word: string | undefined): number | undefined {
  const match = clock.exec(word ?? '');
  const minute = match ? Number(match[1]) * 60 + Number(match[2]) : Number.NaN;
  return minute <= DAY ? minute : undefined;
}

/** `09:00-17:00` in minutes; what ends before it begins ends the next day; nothing where both are one. */
function spanOfDay(word: string): [number, number] | [] | undefined {
  const [from, to, ...more] = word.split('-').map(minuteOf);
  if (from === undefined || to === undefined || more.length > 0) return undefined;
  if (from === to) return [];
  return [from, to > from ? to : to + DAY];
}

/** `Fri`, `16:00-Mon`, `08:00`: one span that may last for days. */
function acrossDays(first: string, middle: string, last: string): [number, number][] | undefined {
  const [start, day] = middle.split('-');
  const [from, to] = [minuteOf(start), minuteOf(last)];
  const [begins, ends] = [dayOf(first), dayOf(day ?? '')];
  if (from === undefined || to === undefined || begins === -1 || ends === -1) return undefined;
  const begin = begins * DAY + from;
  const end = ends * DAY + to;
  return [[begin, end > begin ? end : end + WEEK]];
}

function zoneOf(name: string): string | undefined {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions().timeZone;
  } catch {
    return undefined;
  }
}

function unknownZone(name: string): ReadTimeWindow {
  const guess = nearest(name, Intl.supportedValuesOf('timeZone'));
  const meant = guess === undefined ? '' : `: did you mean ${guess}?`;
  return { fault: `"${name}" is no time zone${meant} It is named as in Europe/London, or UTC` };
}

const formats = new Map<string, Intl.DateTimeFormat>();
const newest = new Map<string, { at: number; minute: number }>();

/** Formatting is slow, and many policies ask of the same minute. */
function minuteOfWeek(zone: string, at: number): number {
  const whole = Math.floor(at / 60);
  const known = newest.get(zone);
  if (known?.at === whole) return known.minute;
  const parts = formatOf(zone).formatToParts(whole * 60_000);
  const part = (type: string) => parts.find((one) => one.type === type)?.value ?? '';
  const minute = dayOf(part('weekday')) * DAY + Number(part('hour')) * 60 + Number(part('minute'));
  newest.set(zone, { at: whole, minute });
  return minute;
}

function formatOf(zone: string): Intl.DateTimeFormat {
  const known = formats.get(zone);
  if (known) return known;
  const made = new Intl.DateTimeFormat('en-US', {
    timeZone: zone,
    weekday: 'short',
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
  });
  formats.set(zone, made);
  return made;
}
