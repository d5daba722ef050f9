import type { ForestModel } from '#domain/forest/model.ts';
import type { ForestWatch } from '#domain/forest/watch.ts';
import type { ForestModels, ForestSwitch, ForestSwitchState, ForestWatches } from '#ports';

// The forests' ports in memory, with the conditions of the tables and objects.

export interface ForestWorld {
  state: ForestSwitchState;
  models: Map<string, { model: ForestModel; etag: string }>;
  watches: Map<number, { etag: string; watches: ReadonlyMap<string, ForestWatch> }>;
  /** calls by name */
  calls: string[];
  /** names of calls that fail */
  broken: Set<string>;
  writes: number;
}

export const newForestWorld = (enabled = true): ForestWorld => ({
  state: { enabled, by: 'deployment', at: null, version: 0 },
  models: new Map(),
  watches: new Map(),
  calls: [],
  broken: new Set(),
  writes: 0,
});

export interface ForestPortsInMemory {
  forest: ForestSwitch;
  models: ForestModels;
  watches: ForestWatches;
}

export function forestsInMemory(world: ForestWorld): ForestPortsInMemory {
  const call = (name: string) => {
    world.calls.push(name);
    if (world.broken.has(name)) throw new Error(`${name} is throttled`);
  };
  const etag = () => {
    world.writes += 1;
    return `"${world.writes}"`;
  };
  return {
    forest: {
      async read() {
        call('switch.read');
        return world.state;
      },
      async write(state) {
        call('switch.write');
        if (world.state.version !== state.version - 1) return false;
        world.state = state;
        return true;
      },
    },
    models: {
      async get(service, known) {
        call('models.get');
        const stored = world.models.get(service);
        return stored && known?.etag === stored.etag ? known : stored;
      },
      async summary(service) {
        call('models.summary');
        const stored = world.models.get(service);
        return stored && { summary: stored.model.summary, etag: stored.etag };
      },
      async put(model, before) {
        call('models.put');
        const { service } = model.summary;
        if (world.models.get(service)?.etag !== before) return 'conflict';
        world.models.set(service, { model, etag: etag() });
        return 'saved';
      },
    },
    watches: {
      async load(shard) {
        call('watches.load');
        const stored = world.watches.get(shard);
        return { shard, etag: stored?.etag, watches: stored?.watches ?? new Map() };
      },
      async save({ shard, etag: before }, watches) {
        call('watches.save');
        if (world.watches.get(shard)?.etag !== before) return 'conflict';
        const stored = { etag: etag(), watches };
        world.watches.set(shard, stored);
        return { shard, ...stored };
      },
    },
  };
}
