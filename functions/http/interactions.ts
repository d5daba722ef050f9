import { anomalyTable } from '#adapters/dynamodb/anomalyTable.ts';
import { auditQueue } from '#adapters/sqs/auditQueue.ts';
import { eventQueue } from '#adapters/sqs/eventQueue.ts';
import { slackInteraction } from '#contract/interactions.ts';
import { derivedId } from '#domain/id.ts';
import { toInstant } from '#domain/time.ts';
import { dynamo, sqs } from '#runtime/clients.ts';
import { environment } from '#runtime/environment.ts';
import { answers, type HttpContext, HttpProblem, onHttp } from '#runtime/http/http.ts';
import { acknowledge } from '#usecases/acknowledge.ts';
import { decideApproval } from '#usecases/decideApproval.ts';
import { decideInSlack, type SlackDecisionPorts } from '#usecases/decideInSlack.ts';
import { integrations, systems } from '../notifierPorts.ts';
import { remediationPorts } from '../remediation.ts';

const ports = (context: HttpContext): SlackDecisionPorts => ({
  integrations: integrations(),
  sender: systems(),
  decide: (wanted) => decideApproval(wanted, remediationPorts(context)),
  async acknowledge(id, by) {
    const anomaly = await anomalyTable(dynamo(), environment('ANOMALIES_TABLE')).get(id);
    if (!anomaly) return 'unknown';
    if (anomaly.status !== 'open') return 'over';
    const { clock } = context;
    await acknowledge(anomaly, by, { events: eventQueue(sqs(), environment('FEED_QUEUE_URL')), clock });
    return 'told';
  },
  async note({ detail, ...done }) {
    const { requestId, clock } = context;
    const id = derivedId('audit', 'slack', requestId);
    const entry = { ...done, id, at: toInstant(clock.now()), detail: { ...detail, request_id: requestId } };
    await auditQueue(sqs(), environment('AUDIT_QUEUE_URL')).record([entry]);
  },
  clock: context.clock,
  log: context.log,
});

/** What people decide by buttons in Slack. */
export const handler = onHttp([
  answers(slackInteraction, async ({ body: { payload }, rawBody, header }, context) => {
    const request = {
      payload,
      body: rawBody.toString('utf8'),
      timestamp: header('x-slack-request-timestamp'),
      signature: header('x-slack-signature'),
    };
    if (!(await decideInSlack(request, ports(context))))
      throw new HttpProblem(401, 'not signed by Slack, or too long ago');
    return { status: 200 };
  }),
]);
