import type { ActionTable } from '#ports';

/** Services that an action of ours changes now: what they show meanwhile is no news and teaches nothing. */
export async function actingServices(actions: Pick<ActionTable, 'unfinished'>): Promise<ReadonlySet<string>> {
  const unfinished = await actions.unfinished();
  return new Set(unfinished.filter(({ acted_at }) => acted_at !== null).map(({ service }) => service));
}
