import type { Anomaly } from '#domain/anomaly/anomaly.ts';
import type { LatestValue } from '#domain/shard/latest.ts';
import { toEpoch, toInstant } from '#domain/time.ts';

/**
 * Stored episodes as they stood at a time. Of an episode its last version is stored: what changed while it was open is
 * told as far as it is known when it did. Its level is `page` from `paged_at` on, and its severity the one that it reached.
 */
export class PastEpisodes {
  /** not begun yet, the next one last */
  readonly #ahead: Anomaly[];
  #open: Anomaly[] = [];

  constructor(episodes: readonly Anomaly[]) {
    this.#ahead = episodes.toSorted((a, b) => b.detected_at.localeCompare(a.detected_at));
  }

  /** Goes on to a time. @returns what was opened on the way */
  until(now: number): Anomaly[] {
    const at = toInstant(now);
    const opened: Anomaly[] = [];
    for (let next = this.#ahead.at(-1); next && next.detected_at <= at; next = this.#ahead.at(-1)) {
      this.#ahead.pop();
      opened.push(next);
    }
    this.#open = [...this.#open, ...opened].filter(({ resolved_at }) => resolved_at === null || resolved_at > at);
    return opened;
  }

  /** Those that are open now, with the newest value of their series. */
  open(now: number, latest: (service: string, metric: string) => LatestValue | undefined): Anomaly[] {
    return this.#open.map((episode) => asItStood(episode, now, latest(episode.service, episode.metric)));
  }
}

/** An open episode is written again with every point of its series. */
function asItStood(episode: Anomaly, now: number, latest: LatestValue | undefined): Anomaly {
  const paged = episode.level === 'page' && toEpoch(episode.paged_at ?? episode.detected_at) <= now;
  const seen = latest ? latest.at + latest.step : now;
  return {
    ...episode,
    status: 'open',
    level: episode.level === 'page' && !paged ? 'warn' : episode.level,
    resolved_at: null,
    resolution: null,
    updated_at: toInstant(Math.min(now, Math.max(seen, toEpoch(episode.detected_at)))),
    current_value: latest?.value ?? episode.current_value,
  };
}
