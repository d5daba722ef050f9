import { BadCursor } from '#adapters/dynamodb/page.ts';
import { policyTable } from '#adapters/dynamodb/policyTable.ts';
import { serviceTable } from '#adapters/dynamodb/serviceTable.ts';
import { latestValues } from '#adapters/s3/latestValues.ts';
import { predictionObjects } from '#adapters/s3/predictionObjects.ts';
import { listPredict, listPredictions, listServicePredictions, postForecast } from '#contract/forecast.ts';
import { canonicalMetric } from '#domain/metric/catalogue.ts';
import { canonicalService } from '#domain/service/name.ts';
import type { Service } from '#domain/service/service.ts';
import type { PageRequest, PredictionStore } from '#ports';
import { dynamo, s3 } from '#runtime/clients.ts';
import { deployedPolicies } from '#runtime/deployedPolicies.ts';
import { environment } from '#runtime/environment.ts';
import { type Answer, answers, type HttpContext, NotFound, onHttp } from '#runtime/http/http.ts';
import { installation } from '#runtime/installation.ts';
import { askForecast } from '#usecases/askForecast.ts';
import { listPredictions as list } from '#usecases/listPredictions.ts';
import { forecastPorts } from '../forecastPorts.ts';

// kept between invocations: a warm function asks only whether its forecasts are still the newest
let predictions: PredictionStore | undefined;

function ports({ clock }: Pick<HttpContext, 'clock'>) {
  const { configuration } = installation();
  predictions ??= predictionObjects(s3(), environment('STATE_BUCKET'), configuration.shards);
  return {
    services: serviceTable(dynamo(), environment('SERVICES_TABLE')),
    policies: policyTable(dynamo(), environment('POLICIES_TABLE'), deployedPolicies()),
    latest: latestValues(s3(), environment('STATE_BUCKET'), configuration.shards),
    predictions,
    configuration,
    clock,
  };
}

/** The service of that name, or a refusal that says which there are. */
function named(name: string, services: readonly Service[]): Service {
  const names = services.map((service) => service.name);
  const wanted = canonicalService(name, names);
  const found = services.find((service) => service.name === wanted);
  if (!found) throw new NotFound(`no service ${name} is watched: there are ${names.join(', ') || 'none yet'}`);
  return found;
}

async function foreseen(
  service: string | undefined,
  { all = false, ...page }: PageRequest & { all?: boolean | undefined },
  context: HttpContext,
): Promise<Answer> {
  const given = ports(context);
  const only = service === undefined ? undefined : named(service, await given.services.all()).name;
  const found = await list({ only, all }, page, given);
  if (!found) throw new BadCursor();
  const { items, next_cursor } = found;
  return { status: 200, body: { predictions: items, count: items.length, next_cursor } };
}

export const handler = onHttp([
  answers(postForecast, async ({ body }, context) => {
    const given = ports(context);
    const services = await given.services.all();
    const service = named(body.service, services);
    const metric = canonicalMetric(body.metric);
    const method = body.method === 'auto' ? undefined : body.method;
    const asked = await askForecast(
      { service, metric, periods: body.periods, threshold: body.threshold, method },
      { ...given, ...forecastPorts(context), services },
    );
    if (asked.outcome === 'unknown_metric') {
      const known = asked.known.join(', ') || 'none yet';
      throw new NotFound(`${service.name} has no metric ${metric}: it has ${known}`);
    }
    return { status: 200, body: asked.forecast };
  }),
  answers(listPredict, ({ query: { service, ...page } }, context) => foreseen(service, page, context)),
  answers(listPredictions, ({ query }, context) => foreseen(undefined, query, context)),
  answers(listServicePredictions, ({ params, query }, context) => foreseen(params.service, query, context)),
]);
