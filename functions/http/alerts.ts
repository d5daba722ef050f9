import { takeAlerts } from '#contract/alerts.ts';
import type { Fault } from '#contract/problem.ts';
import { answers, Forbidden, Invalid, onHttp } from '#runtime/http/http.ts';
import { type RefusedAlert, takeAlertmanager } from '#usecases/takeAlerts.ts';
import { alertPorts } from '../alertPorts.ts';

const faultOf = ({ index, because, message }: RefusedAlert): Fault => ({
  pointer: because === 'nameless' ? `/alerts/${index}/labels` : `/alerts/${index}`,
  message,
  in: 'body',
});

export const handler = onHttp([
  answers(takeAlerts, async ({ body }, context) => {
    const { alerts, truncatedAlerts } = body;
    const { taken, refused } = await takeAlertmanager(alerts, context.caller.namespaces, alertPorts(context));
    if (truncatedAlerts > 0) context.log.warn('alerts were left out by their sender', { truncatedAlerts });
    const [first] = refused;
    // a sender that is refused does not try again: what can be taken is, and only a message without any is refused
    if (taken.length === 0 && first !== undefined) {
      if (refused.every(({ because }) => because === 'foreign')) throw new Forbidden(first.message);
      throw new Invalid(refused.map(faultOf));
    }
    return { status: 200, body: { alerts: taken, count: taken.length, faults: refused.map(faultOf) } };
  }),
]);
