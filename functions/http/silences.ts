import { anomalyTable } from '#adapters/dynamodb/anomalyTable.ts';
import { noticeTable } from '#adapters/dynamodb/noticeTable.ts';
import { BadCursor } from '#adapters/dynamodb/page.ts';
import { serviceTable } from '#adapters/dynamodb/serviceTable.ts';
import { silenceTable } from '#adapters/dynamodb/silenceTable.ts';
import { eventQueue } from '#adapters/sqs/eventQueue.ts';
import { ackAnomaly, listNotices } from '#contract/notices.ts';
import { createSilence, deleteSilence, getSilence, listSilences } from '#contract/silences.ts';
import type { Anomaly } from '#domain/anomaly/anomaly.ts';
import { type Silence, stateOf } from '#domain/notice/silence.ts';
import type { Clock } from '#ports';
import { dynamo, sqs } from '#runtime/clients.ts';
import { environment } from '#runtime/environment.ts';
import { answers, Conflict, Forbidden, Invalid, NotFound, onHttp, requireVersion } from '#runtime/http/http.ts';
import { acknowledge } from '#usecases/acknowledge.ts';
import { canonicalName } from '#usecases/canonicalName.ts';
import { confined, makeSilence } from '#usecases/manageSilences.ts';
import { mayChange } from '#usecases/mayChange.ts';
import { pageOf } from '#usecases/pageOf.ts';

const silences = () => silenceTable(dynamo(), environment('SILENCES_TABLE'));
const services = () => serviceTable(dynamo(), environment('SERVICES_TABLE'));

const standing = (clock: Clock) => (silence: Silence) => ({ ...silence, state: stateOf(silence, clock.now()) });

async function found(id: string): Promise<Silence> {
  const silence = await silences().get(id);
  if (!silence) throw new NotFound(`there is no silence ${id}`);
  return silence;
}

async function open(id: string): Promise<Anomaly> {
  const anomaly = await anomalyTable(dynamo(), environment('ANOMALIES_TABLE')).get(id);
  if (!anomaly) throw new NotFound(`there is no anomaly ${id}`);
  if (anomaly.status !== 'open') throw new Conflict(`${id} is over since ${anomaly.resolved_at}`);
  return anomaly;
}

/** Silences: what nobody is to be told of for a while. Notices: who was told of what, and who was not. */
export const handler = onHttp([
  answers(listSilences, async ({ query: { state, ...request } }, { clock }) => {
    const all = (await silences().all()).map(standing(clock));
    const wanted = all.filter((one) => state === undefined || one.state === state);
    const page = pageOf(wanted, ({ created_at, id }) => `${created_at}#${id}`, request);
    if (!page) throw new BadCursor();
    return { status: 200, body: { silences: page.items, count: page.items.length, next_cursor: page.next_cursor } };
  }),
  answers(createSilence, async ({ body, baseUrl }, { caller, clock, log }) => {
    const ports = { silences: silences(), services: services(), clock };
    const by = caller.actor;
    const { silence, faults = [], foreign } = await makeSilence(body, { by, namespaces: caller.namespaces }, ports);
    if (foreign !== undefined) throw new Forbidden(foreign);
    if (silence === undefined) throw new Invalid(faults.map((fault) => ({ ...fault, in: 'body' })));
    log.info('silenced', { silence_id: silence.id, by });
    return {
      status: 201,
      body: standing(clock)(silence),
      headers: { location: `${baseUrl}/silences/${silence.id}` },
    };
  }),
  answers(getSilence, async ({ params: { id } }, { clock }) => ({
    status: 200,
    body: standing(clock)(await found(id)),
  })),
  answers(deleteSilence, async ({ params: { id }, ifMatch }, { caller }) => {
    const { matchers, version } = await found(id);
    requireVersion(ifMatch, version);
    if (!(await confined(matchers, caller.namespaces, services())))
      throw new Forbidden('this key ends only silences of what its namespaces own');
    if ((await silences().remove(id)) === 'unknown') throw new NotFound(`there is no silence ${id}`);
    return { status: 204 };
  }),
  answers(listNotices, async ({ query: { service, subscriber, state, ...request } }, { clock }) => {
    const table = noticeTable(dynamo(), environment('NOTICES_TABLE'), clock);
    const wanted = service === undefined ? undefined : await canonicalName(service, services());
    const [{ standing: all }, not_told] = await Promise.all([
      wanted === undefined ? table.all() : table.ofService(wanted),
      table.counts(),
    ]);
    const found = all.filter(
      (one) =>
        (subscriber === undefined || one.subscriber_id === subscriber) && (state === undefined || one.state === state),
    );
    const page = pageOf(found, ({ subject, subscriber_id }) => `${subject}#${subscriber_id}`, request);
    if (!page) throw new BadCursor();
    const notices = page.items.map(({ event, ...notice }) => ({
      ...notice,
      event: event.event,
    }));
    return { status: 200, body: { notices, count: notices.length, next_cursor: page.next_cursor, not_told } };
  }),
  answers(ackAnomaly, async ({ params: { id } }, { caller, clock, log }) => {
    const anomaly = await open(id);
    if (!(await mayChange(caller.namespaces, anomaly.service, services())))
      throw new Forbidden(`this key changes nothing of ${anomaly.service}: none of its namespaces owns it`);
    const events = eventQueue(sqs(), environment('FEED_QUEUE_URL'));
    const { at } = await acknowledge(anomaly, caller.actor, { events, clock });
    log.info('acknowledged', { anomaly_id: id, by: caller.actor });
    return { status: 202, body: { anomaly_id: id, acknowledged_by: caller.actor, acknowledged_at: at } };
  }),
]);
