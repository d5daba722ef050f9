import { actionTable } from '#adapters/dynamodb/actionTable.ts';
import { anomalyTable } from '#adapters/dynamodb/anomalyTable.ts';
import { connectionTable } from '#adapters/dynamodb/connectionTable.ts';
import { deliveryCounts } from '#adapters/dynamodb/deliveryCounts.ts';
import { feed } from '#adapters/dynamodb/feed.ts';
import { killSwitch } from '#adapters/dynamodb/killSwitch.ts';
import { noticeTable } from '#adapters/dynamodb/noticeTable.ts';
import { OPEN_METRICS, openMetrics } from '#adapters/openmetrics/openMetrics.ts';
import { QueueAddresses, queueDepths } from '#adapters/sqs/queueDepths.ts';
import { getMetrics } from '#contract/metrics.ts';
import { dynamo, dynamoNow, sqs } from '#runtime/clients.ts';
import { environment } from '#runtime/environment.ts';
import { answers, onHttp } from '#runtime/http/http.ts';
import { platformFigures } from '#usecases/platformFigures.ts';

/** The platform's own figures. */
export const handler = onHttp([
  answers(getMetrics, async (_request, { clock, log }) => {
    const figures = await platformFigures({
      anomalies: anomalyTable(dynamo(), environment('ANOMALIES_TABLE')),
      actions: actionTable(dynamo(), environment('ACTIONS_TABLE')),
      deliveries: deliveryCounts(dynamo(), environment('DELIVERIES_TABLE')),
      notices: noticeTable(dynamo(), environment('NOTICES_TABLE'), clock),
      queues: queueDepths(sqs(), QueueAddresses.parse(JSON.parse(environment('QUEUES')))),
      connections: connectionTable(dynamo(), environment('CONNECTIONS_TABLE'), clock),
      feed: feed(dynamo(), environment('EVENTS_TABLE'), clock),
      kill: killSwitch(dynamoNow(), environment('CONTROL_TABLE'), clock),
      clock,
      log,
    });
    return { status: 200, body: await openMetrics(figures), contentType: OPEN_METRICS };
  }),
]);
