import type { Colours } from '../terminal.ts';
import { clockTime } from '../text/figures.ts';

/** One line of what happened: whose, what, and the figures behind it. */
export interface Line {
  at: string;
  service: string | null;
  tone: 'bad' | 'held' | 'busy' | 'good' | 'quiet';
  what: string;
  detail: string;
}

const SERVICE_WIDTH = 10;
const WHAT_WIDTH = 26;

/** A line as the terminal shows it; the tone is a colour and a sign, because not everyone sees colours. */
export function render({ at, service, tone, what, detail }: Line, colours: Colours): string {
  const [sign, paint] = look(tone, colours);
  const who = (service ?? '').padEnd(SERVICE_WIDTH);
  return `${colours.dim(clockTime(at))}  ${who}  ${paint(sign)} ${paint(what.padEnd(WHAT_WIDTH))}  ${detail}`.trimEnd();
}

function look(tone: Line['tone'], { red, yellow, cyan, green, dim }: Colours): [string, (text: string) => string] {
  switch (tone) {
    case 'bad':
      return ['!', red];
    case 'held':
      return ['-', yellow];
    case 'busy':
      return ['>', cyan];
    case 'good':
      return ['+', green];
    case 'quiet':
      return [' ', dim];
  }
}
