import { BadCursor } from '#adapters/dynamodb/page.ts';
import { serviceTable } from '#adapters/dynamodb/serviceTable.ts';
import { silenceTable } from '#adapters/dynamodb/silenceTable.ts';
import { createSilence, deleteSilence, getSilence, listSilences } from '#contract/silences.ts';
import { type Silence, stateOf } from '#domain/notice/silence.ts';
import type { Clock } from '#ports';
import { dynamo } from '#runtime/clients.ts';
import { environment } from '#runtime/environment.ts';
import { answers, Forbidden, Invalid, NotFound, onHttp } from '#runtime/http/http.ts';
import { confined, makeSilence } from '#usecases/manageSilences.ts';
import { pageOf } from '#usecases/pageOf.ts';

const silences = () => silenceTable(dynamo(), environment('SILENCES_TABLE'));
const services = () => serviceTable(dynamo(), environment('SERVICES_TABLE'));

const standing = (clock: Clock) => (silence: Silence) => ({ ...silence, state: stateOf(silence, clock.now()) });

async function found(id: string): Promise<Silence> {
  const silence = await silences().get(id);
  if (!silence) throw new NotFound(`there is no silence ${id}`);
  return silence;
}

/** Silences: what nobody is to be told of for a while. */
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
  answers(deleteSilence, async ({ params: { id } }, { caller }) => {
    const { matchers } = await found(id);
    if (!(await confined(matchers, caller.namespaces, services())))
      throw new Forbidden('this key ends only silences of what its namespaces own');
    if ((await silences().remove(id)) === 'unknown') throw new NotFound(`there is no silence ${id}`);
    return { status: 204 };
  }),
]);
