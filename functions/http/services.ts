import { anomalyTable } from '#adapters/dynamodb/anomalyTable.ts';
import { feedbackTable } from '#adapters/dynamodb/feedbackTable.ts';
import { BadCursor } from '#adapters/dynamodb/page.ts';
import { serviceTable } from '#adapters/dynamodb/serviceTable.ts';
import { latestValues } from '#adapters/s3/latestValues.ts';
import { predictionObjects } from '#adapters/s3/predictionObjects.ts';
import { getHealth, getService, getServiceMetrics, getServicesHealth, listServices } from '#contract/services.ts';
import { seconds } from '#domain/configuration/configuration.ts';
import { canonicalMetric } from '#domain/metric/catalogue.ts';
import type { Service } from '#domain/service/service.ts';
import { toEpoch } from '#domain/time.ts';
import type { PredictionStore } from '#ports';
import { dynamo, s3 } from '#runtime/clients.ts';
import { environment } from '#runtime/environment.ts';
import { type Answer, answers, type HttpContext, Invalid, NotFound, onHttp } from '#runtime/http/http.ts';
import { installation } from '#runtime/installation.ts';
import { canonicalName } from '#usecases/canonicalName.ts';
import { metricHistory } from '#usecases/metricHistory.ts';
import { pageOf } from '#usecases/pageOf.ts';
import { serviceFeedback } from '#usecases/serviceFeedback.ts';
import { serviceHealth } from '#usecases/serviceHealth.ts';
import { seriesPorts } from '../seriesPorts.ts';

/** A history is of the last hour, unless it is asked for otherwise. */
const HOUR = 3_600;

const services = () => serviceTable(dynamo(), environment('SERVICES_TABLE'));
const anomalies = () => anomalyTable(dynamo(), environment('ANOMALIES_TABLE'));
const feedback = () => feedbackTable(dynamo(), environment('FEEDBACK_TABLE'));
// kept between invocations: a warm function asks only whether its forecasts are still the newest
let known: PredictionStore | undefined;
const predictions = () => {
  known ??= predictionObjects(s3(), environment('STATE_BUCKET'), installation().configuration.shards);
  return known;
};
const latest = () => latestValues(s3(), environment('STATE_BUCKET'), installation().configuration.shards);

async function watched(name: string): Promise<Service> {
  const service = await services().get(await canonicalName(name, services()));
  if (!service) throw new NotFound(`no service ${name} is watched`);
  return service;
}

async function health(_request: unknown, { clock }: HttpContext): Promise<Answer> {
  const ports = { services: services(), latest: latest(), anomalies: anomalies(), clock };
  return { status: 200, body: await serviceHealth(ports) };
}

export const handler = onHttp([
  answers(getHealth, health),
  answers(getServicesHealth, health),
  answers(listServices, async ({ query }) => {
    const page = pageOf(await services().all(), ({ name }) => name, query);
    if (!page) throw new BadCursor();
    return { status: 200, body: { services: page.items, count: page.items.length, next_cursor: page.next_cursor } };
  }),
  answers(getService, async ({ params }) => {
    const service = await watched(params.name);
    return { status: 200, body: { ...service, feedback: await serviceFeedback(service.name, feedback()) } };
  }),
  answers(getServiceMetrics, async ({ params, query }, context) => {
    const until = query.until === undefined ? context.clock.now() : toEpoch(query.until);
    const since = query.since === undefined ? until - HOUR : toEpoch(query.since);
    if (since >= until) throw refused('since', 'since lies before until');
    const kept = context.clock.now() - seconds(installation().configuration.retention.history);
    const from = Math.min(Math.max(since, kept), until); // nothing older is kept
    const service = await watched(params.name);
    const metric = canonicalMetric(query.metric);
    const read = await metricHistory(
      { service, metric, from, until, step: query.step },
      { ...seriesPorts(context), latest: latest(), anomalies: anomalies(), predictions: predictions() },
    );
    switch (read.outcome) {
      case 'unknown_metric':
        throw new NotFound(`${service.name} has no metric ${metric}: it has ${read.known.join(', ') || 'none yet'}`);
      case 'too_fine':
        throw refused('step', `an answer holds no more: ask for a step of ${read.finest} s or more, or a shorter time`);
      case 'read':
        return { status: 200, body: read.history };
    }
  }),
]);

const refused = (name: string, message: string) => new Invalid([{ pointer: `/${name}`, message, in: 'query' }]);
