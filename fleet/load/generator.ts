import { Agent, request } from 'node:http';
import { seeded } from '../random.ts';
import { type FleetService, SERVICE_NAMES } from '../services.ts';
import { type LoadState, outsideRate, pauseUntilNext } from './shape.ts';

const TIMEOUT_MS = 8_000;
const MOST_AT_ONCE = 300;
const IDLE_CHECK_MS = 500;
const ITEMS = 5_000;
const SEED = 20_260_101;

/** An open loop: requests leave when their time has come, whether or not the earlier ones were answered. */
export class LoadGenerator {
  factor = 1;
  readonly surging = new Set<FleetService>();
  /** Requests that were not sent because too many were still unanswered. */
  shed = 0;
  #urls: Record<FleetService, string>;
  #agent = new Agent({ keepAlive: true });
  #timers = new Map<FleetService, NodeJS.Timeout>();
  #random = seeded(SEED);
  #underWay = 0;

  constructor(urls: Record<FleetService, string>) {
    this.#urls = urls;
  }

  start(): void {
    for (const service of SERVICE_NAMES) this.#next(service, performance.now());
  }

  stop(): void {
    for (const timer of this.#timers.values()) clearTimeout(timer);
    this.#timers.clear();
    this.#agent.destroy();
  }

  state(): LoadState {
    return { factor: this.factor, surging: this.surging };
  }

  // Each pause starts where the last one should have ended, so a late timer does not thin the load out.
  #next(service: FleetService, from: number): void {
    const rate = outsideRate(service, Date.now() / 1000, this.state());
    if (rate <= 0) {
      this.#arm(service, IDLE_CHECK_MS, () => this.#next(service, performance.now()));
      return;
    }
    const due = Math.max(from + pauseUntilNext(rate, this.#random()) * 1000, performance.now() - 1_000);
    this.#arm(service, due - performance.now(), () => {
      this.#send(service);
      this.#next(service, due);
    });
  }

  #arm(service: FleetService, ms: number, then: () => void): void {
    this.#timers.set(service, setTimeout(then, Math.max(0, ms)));
  }

  #send(service: FleetService): void {
    if (this.#underWay >= MOST_AT_ONCE) {
      this.shed += 1;
      return;
    }
    this.#underWay += 1;
    const item = Math.floor(this.#random() * ITEMS);
    const sent = request(`${this.#urls[service]}/${service}/${item}`, {
      method: service === 'users' ? 'GET' : 'POST',
      agent: this.#agent,
      timeout: TIMEOUT_MS,
      headers: { 'content-length': '0' },
    });
    sent.on('response', (answer) => answer.resume());
    sent.on('timeout', () => sent.destroy());
    // What failed is counted where it failed, at the load balancer; a client only goes on.
    sent.on('error', () => sent.destroy());
    sent.on('close', () => {
      this.#underWay -= 1;
    });
    sent.end();
  }
}
