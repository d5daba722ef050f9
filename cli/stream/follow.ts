import { setTimeout } from 'node:timers/promises';
import { CliError } from '../errors.ts';
import type { StreamMessage } from '../watch/message.ts';
import { backoff } from './backoff.ts';
import { type Ending, session } from './session.ts';

export interface FollowOptions {
  url: string;
  key: string;
  signal: AbortSignal;
  random(): number;
  onEvent(message: StreamMessage): void;
  /** Everything about the connection itself, in a sentence. */
  onNote(text: string): void;
  onReady(): void;
}

/** Tries before the stream was ever there: then something is wrong that waiting does not mend. */
const FIRST_TRIES = 3;

/** Follows the stream until it is told to stop, over any number of connections: what was missed between two is replayed. */
export async function follow(options: FollowOptions): Promise<void> {
  let last: number | undefined;
  let ever = false;
  let failures = 0;
  while (!options.signal.aborted) {
    const again = ever;
    const ending = await session({
      ...options,
      after: last,
      onSubscribed(missed) {
        failures = 0;
        ever = true;
        if (again) options.onNote(cameBack(missed.length));
        else options.onReady();
        for (const message of missed) options.onEvent(message);
      },
      onGap: (from) => options.onNote(`what came before event ${from} is not kept any more: it is missing here`),
    });
    last = ending.last;
    if (options.signal.aborted) return;
    giveUp(ending, ever, failures);
    if (failures === 0)
      options.onNote(
        ever
          ? `the connection was lost (${ending.reason}): coming back`
          : `no connection yet (${ending.reason}): trying again`,
      );
    await pause(backoff(failures, options.random), options.signal);
    failures += 1;
  }
}

function giveUp({ refused, reason }: Ending, ever: boolean, failures: number): void {
  if (refused)
    throw new CliError(
      `The stream does not accept this key (${reason}).`,
      'Is it still valid, and does it have the scope read?',
    );
  if (!ever && failures + 1 >= FIRST_TRIES)
    throw new CliError(
      `The stream cannot be reached: ${reason}.`,
      'Is the installation running? `npm start` starts the local one.',
    );
}

const cameBack = (missed: number): string =>
  missed === 0
    ? 'connected again: nothing was missed'
    : `connected again: ${missed === 1 ? 'one event' : `${missed} events`} came meanwhile`;

async function pause(ms: number, signal: AbortSignal): Promise<void> {
  try {
    await setTimeout(ms, undefined, { signal });
  } catch (error) {
    if (!signal.aborted) throw error;
  }
}
