import type { Engine } from '../answers.ts';
import type { Colours } from '../terminal.ts';
import { ago } from './figures.ts';

/** The kill switch in words. */
export function engineText({ enabled, reason, by, at }: Engine, now: number, { green, red }: Colours): string {
  if (enabled) return green('the engine is on');
  const who = [by ? `by ${by}` : '', at ? ago(at, now) : ''].filter(Boolean).join(', ');
  return `${red('the engine is OFF')}${reason ? `: ${reason}` : ''}${who ? ` (${who})` : ''}`;
}
