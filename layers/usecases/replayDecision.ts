import { canonical } from '#domain/decision/canonical.ts';
import type { Answered, DecisionInputs } from '#domain/decision/decision.ts';
import { judgePolicy } from '#domain/policy/match.ts';
import type { KeptDecision } from '#ports';
import type { ActionType } from './actionType.ts';
import { type Decided, decide } from './decide.ts';
import type { RemediationPorts } from './remediationPorts.ts';
import type { Answering } from './witness.ts';

/** The replay asked for something else than the decision did: the code that decides is not what it was. */
export class Diverged extends Error {
  override name = 'Diverged';
}

/** What a decision comes to, as text: equal decisions are equal bytes. */
export const outcomeText = ({ decision, started }: Decided): string => canonical({ decision, started });

export interface Replayed {
  same: boolean;
  /** canonical JSON of what the replay decided */
  outcome: string;
}

/**
 * Makes a kept decision again from what it saw, and compares it byte for byte. Nothing outside is asked or changed.
 * @param types for what an action type can say without asking anyone
 * @throws Diverged when the code asks for something else now
 */
export async function replayDecision(
  { inputs, outcome }: Pick<KeptDecision, 'inputs' | 'outcome'>,
  types: ReadonlyMap<string, ActionType>,
): Promise<Replayed> {
  const again = outcomeText(await decideAgain(inputs, types));
  return { same: again === outcome, outcome: again };
}

/** A pure function of its inputs: the very code that decides live, on the answers that were given then. */
async function decideAgain(inputs: DecisionInputs, types: ReadonlyMap<string, ActionType>): Promise<Decided> {
  const { policy, scope, facts } = inputs;
  const judgement = judgePolicy(policy, facts.services, facts).find((one) => one.scope === scope);
  if (!judgement) throw new Diverged(`${policy.name} is not judged for ${scope} any more`);
  const script = new Script(inputs, types);
  const deciding = decide(judgement, facts, script.ports);
  // what becomes of it is awaited below; until then a failure is no unhandled one
  deciding.catch(() => undefined);
  await script.play();
  return deciding;
}

interface Asked {
  key: string;
  answer(given: Answered): void;
}

/** Plays the answers back in their order, each when it was asked for. */
class Script {
  readonly ports: RemediationPorts;
  readonly #answers: readonly Answered[];
  #now: number;
  #asked: Asked[] = [];

  constructor({ began, answers, configuration, types, ports }: DecisionInputs, known: ReadonlyMap<string, ActionType>) {
    this.#now = began;
    this.#answers = answers;
    const answering: Answering = (call, args) =>
      new Promise((resolve, reject) => {
        const answer = ({ error, result }: Answered) =>
          error ? reject(Object.assign(new Error(error.message), { name: error.name })) : resolve(result as never);
        this.#asked.push({ key: keyOf(call, args), answer });
      });
    this.ports = {
      ...Object.fromEntries(ports.map((name) => [name, anyPort(name, answering)])),
      types: new Map(types.map((type) => [String(type.name), typeOf(type, known, answering)])),
      configuration,
      clock: { now: () => this.#now },
      log: { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} },
    } as unknown as RemediationPorts; // every port answers whatever was asked of it then
  }

  async play(): Promise<void> {
    for (const given of this.#answers) {
      await drained();
      const key = keyOf(given.call, given.args);
      const index = this.#asked.findIndex((one) => one.key === key);
      const [asked] = index === -1 ? [] : this.#asked.splice(index, 1);
      if (!asked) throw new Diverged(`it asked ${given.call} then, and asks ${this.#waiting()} now`);
      this.#now = given.at;
      asked.answer(given);
    }
    await drained();
    if (this.#asked.length > 0) throw new Diverged(`it asks ${this.#waiting()} now, and did not then`);
  }

  #waiting(): string {
    return this.#asked.map(({ key }) => key.slice(0, 200)).join(', ') || 'nothing';
  }
}

/** Everything that follows from the last answer has been done when this is over: nothing of a replay waits for the world. */
const drained = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

const anyPort = (name: string, answering: Answering): object =>
  new Proxy(
    {},
    {
      get:
        (_none, method) =>
        (...args: unknown[]) =>
          answering(`${name}.${String(method)}`, args, () => undefined),
    },
  );

/** A type as it was then, whose plan is what was answered. */
const typeOf = (
  type: Record<string, unknown>,
  known: ReadonlyMap<string, ActionType>,
  answering: Answering,
): ActionType =>
  ({
    ...known.get(String(type.name)),
    ...type,
    plan: (...args: unknown[]) => answering(`types.${type.name}.plan`, args, () => undefined),
  }) as never;

/** Attempts are named by chance, so that two workers are told apart: which name it was does not matter. */
const CHANCE = /:[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/g;
const keyOf = (call: string, args: unknown[]): string => `${call}${canonical(args).replaceAll(CHANCE, ':*')}`;
