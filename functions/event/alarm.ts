import { AlarmEvent } from '#domain/anomaly/external/alarm.ts';
import { onEvent } from '#runtime/event.ts';
import { takeAlarm } from '#usecases/takeAlerts.ts';
import { alertPorts } from '../alertPorts.ts';

/** Wakes on what CloudWatch tells of its alarms: a change of state, or that one was deleted. */
export const handler = onEvent(AlarmEvent, async (event, context) => {
  await takeAlarm(event, alertPorts(context));
});
