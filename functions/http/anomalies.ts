import { anomalyTable } from '#adapters/dynamodb/anomalyTable.ts';
import { serviceTable } from '#adapters/dynamodb/serviceTable.ts';
import { getAnomaly, listAnomalies } from '#contract/anomalies.ts';
import { canonicalMetric } from '#domain/metric/catalogue.ts';
import { utc } from '#domain/time.ts';
import { dynamo } from '#runtime/clients.ts';
import { environment } from '#runtime/environment.ts';
import { answers, NotFound, onHttp } from '#runtime/http/http.ts';
import { canonicalName } from '#usecases/canonicalName.ts';
import { explainAnomaly } from '#usecases/explainAnomaly.ts';
import { seriesPorts } from '../seriesPorts.ts';

const anomalies = () => anomalyTable(dynamo(), environment('ANOMALIES_TABLE'));
const services = () => serviceTable(dynamo(), environment('SERVICES_TABLE'));

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
    const anomaly = await anomalies().get(id);
    if (!anomaly) throw new NotFound(`there is no anomaly ${id}`);
    return { status: 200, body: await explainAnomaly(anomaly, seriesPorts(context)) };
  }),
]);
