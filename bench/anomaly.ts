import type { Anomaly } from '#domain/anomaly/anomaly.ts';
import { anAnomaly } from '#domain/fixtures.ts';

/** An episode as detection writes it, of a service that nobody watches, so that no policy acts on it. */
export function madeAnomaly(id: string, now: number = Date.now()): Anomaly {
  const at = new Date(now).toISOString();
  return anAnomaly({
    id: `anomaly_${id}`,
    service: 'bench',
    started_at: at,
    detected_at: at,
    timestamp: at,
    updated_at: at,
  });
}
