import type { Evaluation } from '#domain/forest/model.ts';
import { isReady } from '#domain/forest/model.ts';
import { type Instant, toInstant } from '#domain/time.ts';
import type { ForestModels, ForestSwitch, ForestSwitchState, ServiceCatalog } from '#ports';

/** So many objects are read at once. */
const AT_ONCE = 16;

export interface ServiceForestStatus {
  service: string;
  samples: number;
  ready: boolean;
  trained_at: Instant | null;
  model_version: number | null;
  metrics: string[];
  evaluation: Evaluation | null;
}

export interface ForestStatus extends ForestSwitchState {
  services: ServiceForestStatus[];
}

/** The switch, and how far each watched service's forest is, by name. */
export async function forestStatus(ports: {
  forest: Pick<ForestSwitch, 'read'>;
  models: Pick<ForestModels, 'summary'>;
  services: Pick<ServiceCatalog, 'all'>;
}): Promise<ForestStatus> {
  const [state, watched] = await Promise.all([ports.forest.read(), ports.services.all()]);
  const names = watched.map(({ name }) => name).sort();
  const services: ServiceForestStatus[] = [];
  for (let from = 0; from < names.length; from += AT_ONCE) {
    const some = names.slice(from, from + AT_ONCE);
    services.push(...(await Promise.all(some.map((service) => statusOf(service, ports.models)))));
  }
  return { ...state, services };
}

async function statusOf(service: string, models: Pick<ForestModels, 'summary'>): Promise<ServiceForestStatus> {
  const stored = await models.summary(service);
  if (!stored)
    return {
      service,
      samples: 0,
      ready: false,
      trained_at: null,
      model_version: null,
      metrics: [],
      evaluation: null,
    };
  const { samples, trained_at, version, metrics, evaluation } = stored.summary;
  return {
    service,
    samples,
    ready: isReady(stored.summary),
    trained_at: toInstant(trained_at),
    model_version: version,
    metrics,
    evaluation,
  };
}
