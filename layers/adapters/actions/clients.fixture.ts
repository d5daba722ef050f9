import type { ActionClients } from './registry.ts';

const unused = async (): Promise<never> => {
  throw new Error('this test reaches outside through what it does not give');
};

/** What the action types reach outside through, for a test that is about some of it. */
export const someClients = (change: Partial<ActionClients>): ActionClients => ({
  ecs: {
    describe: unused,
    setDesired: unused,
    redeploy: unused,
    tasks: unused,
    stopTask: unused,
    releases: unused,
    setTaskDefinition: unused,
    isRegistered: unused,
  },
  kubernetes: { read: unused, restart: unused },
  autoScaling: { bounds: unused, setBounds: unused },
  flags: { read: unused, set: unused, served: unused },
  throttling: { read: unused, write: unused },
  gateways: () => ({}),
  services: { all: unused },
  latest: { of: unused },
  functions: {
    describe: unused,
    invoke: unused,
    reserved: unused,
    setReserved: unused,
    provisioned: unused,
    setProvisioned: unused,
  },
  automation: { describe: unused, start: unused, state: unused },
  receivers: { webhooks: { get: unused, secrets: unused, all: unused }, sender: { send: unused } },
  calls: { begin: unused, end: unused, read: unused },
  ...change,
});
