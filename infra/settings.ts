import type { Node } from 'constructs';

/** What a deploy is told besides `forestall.yml`: CDK context and environment, read in this one place. */
export interface Settings {
  /** `-c local=true`: the emulator. It changes endpoints, and what the emulator cannot judge or has not (TLS, traces). */
  local: boolean;
  /** the emulator's address, which the WebSocket API's callbacks need; undefined on AWS */
  endpoint: string | undefined;
  /** `-c ecsEndpoint=…`: where ECS answers, when it is not where everything else does */
  ecsEndpoint: string | undefined;
  /** `-c standInsEndpoint=…`: the same of the services that the emulator lacks */
  standInsEndpoint: string | undefined;
  /** `-c configuration=FILE`: read in place of `forestall.yml`, for installations that differ */
  configuration: string | undefined;
  /** `-c fleet=true`: the demo services as Fargate tasks, in a stack of their own */
  fleet: boolean;
  /** `USE_ML_DETECTION=true`: the isolation forest is on until somebody switches it through the API */
  forest: boolean;
}

export function readSettings(node: Node, env: NodeJS.ProcessEnv): Settings {
  const local = flag(node, 'local');
  const endpoint = env.AWS_ENDPOINT_URL;
  if (local && endpoint === undefined) {
    throw new Error('-c local=true deploys to an emulator: say where it is in AWS_ENDPOINT_URL, as npm start does');
  }
  return {
    local,
    endpoint: local ? endpoint : undefined,
    ecsEndpoint: text(node, 'ecsEndpoint'),
    standInsEndpoint: text(node, 'standInsEndpoint'),
    configuration: text(node, 'configuration'),
    fleet: flag(node, 'fleet'),
    forest: yesOrNo('the environment variable USE_ML_DETECTION', env.USE_ML_DETECTION),
  };
}

function text(node: Node, name: string): string | undefined {
  const value: unknown = node.tryGetContext(name);
  return typeof value === 'string' ? value : undefined;
}

function flag(node: Node, name: string): boolean {
  return yesOrNo(`the context ${name}`, node.tryGetContext(name));
}

function yesOrNo(what: string, value: unknown): boolean {
  if (value === undefined || value === '' || value === 'false' || value === false) return false;
  if (value === 'true' || value === true) return true;
  throw new Error(`${what} is true or false, not ${String(value)}`);
}
