import { anomalyTable } from '#adapters/dynamodb/anomalyTable.ts';
import { feedbackTable } from '#adapters/dynamodb/feedbackTable.ts';
import { serviceTable } from '#adapters/dynamodb/serviceTable.ts';
import { getAnomaly, listAnomalies } from '#contract/anomalies.ts';
import { giveFeedback, takeBackFeedback } from '#contract/feedback.ts';
import type { Anomaly } from '#domain/anomaly/anomaly.ts';
import { effectOf } from '#domain/feedback/effect.ts';
import { canonicalMetric } from '#domain/metric/catalogue.ts';
import { utc } from '#domain/time.ts';
import { dynamo } from '#runtime/clients.ts';
import { environment } from '#runtime/environment.ts';
import {
  type Answer,
  answers,
  type Caller,
  Forbidden,
  NotFound,
  onHttp,
  PreconditionFailed,
  requireVersion,
} from '#runtime/http/http.ts';
import { canonicalName } from '#usecases/canonicalName.ts';
import { explainAnomaly } from '#usecases/explainAnomaly.ts';
import { giveFeedback as judge, type Moved, opinionOf, takeBackFeedback as unjudge } from '#usecases/giveFeedback.ts';
import { mayChange } from '#usecases/mayChange.ts';
import { seriesPorts } from '../seriesPorts.ts';

const anomalies = () => anomalyTable(dynamo(), environment('ANOMALIES_TABLE'));
const services = () => serviceTable(dynamo(), environment('SERVICES_TABLE'));

const feedback = () => feedbackTable(dynamo(), environment('FEEDBACK_TABLE'));

async function found(id: string): Promise<Anomaly> {
  const anomaly = await anomalies().get(id);
  if (!anomaly) throw new NotFound(`there is no anomaly ${id}`);
  return anomaly;
}

/** An episode that this caller may judge: a verdict changes how its service is watched. */
async function judgeable(id: string, { namespaces }: Caller): Promise<Anomaly> {
  const anomaly = await found(id);
  if (!(await mayChange(namespaces, anomaly.service, services())))
    throw new Forbidden(`this key changes nothing of ${anomaly.service}: none of its namespaces owns it`);
  return anomaly;
}

function moved(anomaly: Anomaly, change: Moved | undefined): Answer {
  if (!change) throw new PreconditionFailed(`others judged ${anomaly.id} meanwhile: read it again`);
  const { before, after } = change;
  const budget = before && after && { ...after, before: before.budget, after: after.budget };
  return { status: 200, body: { ...change.feedback, budget, effect: effectOf(anomaly, before, after) } };
}

export const handler = onHttp([
  answers(listAnomalies, async ({ query: { limit, cursor, service, metric, since, until, ...filter } }) => {
    const page = await anomalies().list(
      {
        ...filter,
        service: service === undefined ? undefined : await canonicalName(service, services()),
        metric: metric === undefined ? undefined : canonicalMetric(metric),
        since: since === undefined ? undefined : utc(since),
        until: until === undefined ? undefined : utc(until),
      },
      { limit, cursor },
    );
    return {
      status: 200,
      body: { anomalies: page.items, count: page.items.length, next_cursor: page.next_cursor },
    };
  }),
  answers(getAnomaly, async ({ params: { id } }, context) => {
    const anomaly = await found(id);
    const [explained, opinion] = await Promise.all([
      explainAnomaly(anomaly, seriesPorts(context)),
      opinionOf(anomaly, { feedback: feedback() }),
    ]);
    return { status: 200, body: { ...explained, ...opinion } };
  }),
  answers(giveFeedback, async ({ params: { id }, body }, { caller, clock, log }) => {
    const anomaly = await judgeable(id, caller);
    const by = caller.actor;
    const answer = moved(anomaly, await judge(anomaly, { ...body, by }, { feedback: feedback(), clock }));
    log.info('feedback', { anomaly: id, verdict: body.verdict, by });
    return answer;
  }),
  answers(takeBackFeedback, async ({ params: { id }, ifMatch }, { caller, log }) => {
    const anomaly = await judgeable(id, caller);
    const known = await feedback().get(anomaly.service, id);
    if (!known) throw new NotFound(`nobody has said anything of ${id}`);
    requireVersion(ifMatch, known.version);
    const answer = moved(anomaly, await unjudge(anomaly, known, { feedback: feedback() }));
    log.info('feedback taken back', { anomaly: id, verdict: known.verdict, by: caller.actor });
    return answer;
  }),
]);
