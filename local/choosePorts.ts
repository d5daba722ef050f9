import { demandPort, isFree, nextFreePort } from './ports.ts';
import type { Ports } from './state.ts';

/** Where each part listens when nothing is in the way. */
const DEFAULTS: Ports = {
  front: 8080,
  emulator: 4566,
  ecs: 4570,
  control: 4571,
  standIns: 4572,
  orders: 4581,
  users: 4582,
  payments: 4583,
};

export interface WantedPorts {
  frontPort?: number;
  emulatorPort?: number;
  /** How far above the usual ports to begin looking: what starts at the same moment elsewhere must not find the same ones free. */
  portOffset?: number;
}

/** Promises each part a port before anything starts, since parts are told of one another at their start.
 *  Asked for by number: that one or an error. Otherwise the last start's port, so that addresses stay the same over a
 *  restart, or the next free one from the default. */
export async function choosePorts(wanted: WantedPorts, last: Ports | undefined): Promise<Ports> {
  const taken = new Set<number>();
  const asked: Partial<Ports> = {
    ...(wanted.frontPort === undefined ? {} : { front: await demandPort(wanted.frontPort, 'the address', taken) }),
    ...(wanted.emulatorPort === undefined
      ? {}
      : { emulator: await demandPort(wanted.emulatorPort, "the emulator's", taken) }),
  };
  const choose = async (name: keyof Ports): Promise<number> => {
    const before = last?.[name];
    if (asked[name] !== undefined) return asked[name];
    if (before !== undefined && !taken.has(before) && (await isFree(before))) {
      taken.add(before);
      return before;
    }
    return nextFreePort(DEFAULTS[name] + (wanted.portOffset ?? 0), taken);
  };
  return {
    front: await choose('front'),
    emulator: await choose('emulator'),
    ecs: await choose('ecs'),
    control: await choose('control'),
    standIns: await choose('standIns'),
    orders: await choose('orders'),
    users: await choose('users'),
    payments: await choose('payments'),
  };
}
