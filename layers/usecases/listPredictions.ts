import type { Configuration } from '#domain/configuration/configuration.ts';
import { isStale } from '#domain/policy/evaluate.ts';
import { limitOf } from '#domain/prediction/limit.ts';
import { tellPrediction } from '#domain/prediction/told.ts';
import type { Clock, LatestValues, Page, PageRequest, PolicyStore, PredictionStore, ServiceCatalog } from '#ports';
import { pageOf } from './pageOf.ts';

export interface PredictionPorts {
  services: Pick<ServiceCatalog, 'all'>;
  policies: Pick<PolicyStore, 'all'>;
  latest: LatestValues;
  predictions: Pick<PredictionStore, 'all'>;
  configuration: Pick<Configuration, 'limits'>;
  clock: Clock;
}

export type Told = ReturnType<typeof tellPrediction>;

/**
 * The last scheduled forecasts of the services that are watched: breaches ahead, soonest first, and, where they are asked
 * for too, those that foresee none behind them, by name.
 * @returns nothing for a cursor that no such list gave
 */
export async function listPredictions(
  { only, all }: { only: string | undefined; all: boolean },
  page: PageRequest,
  ports: PredictionPorts,
): Promise<Page<Told> | undefined> {
  const [services, policies, latest, predictions] = await Promise.all([
    ports.services.all(),
    ports.policies.all(),
    ports.latest.of(only === undefined ? undefined : [only]),
    ports.predictions.all(),
  ]);
  const now = ports.clock.now();
  const told = predictions.flatMap((prediction) => {
    const { service: name, metric } = prediction;
    const service = services.find((one) => one.name === name);
    if (!service || (only !== undefined && name !== only)) return [];
    const newest = latest.find((one) => one.service === name && one.metric === metric);
    const limit = limitOf(service, metric, { policies, limits: ports.configuration.limits, services });
    const current = newest && !isStale(newest, now) ? newest : undefined;
    return [tellPrediction(prediction, { service: name, metric, latest: current, limit, now })];
  });
  return pageOf(
    told.filter(({ will_breach }) => all || will_breach === true),
    orderOf,
    page,
  );
}

/** Breaches by their time, the rest behind them by their name. */
const orderOf = ({ will_breach, breach_time, metric }: Told): string =>
  `${will_breach ? (breach_time ?? '9') : '~'} ${metric}`;
