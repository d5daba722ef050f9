/** A stage of API Gateway, or some routes of it, by which a service's requests come in. */
export interface Gateway {
  kind: 'http' | 'rest';
  api: string;
  stage: string;
  /** route keys of an HTTP API (`POST /orders`), or resource and method of a REST API (`/orders/POST`); all when absent */
  routes?: readonly string[];
}

/** Requests a second, and how many at once above them; null: no limit of the stage's own. */
export interface StageLimit {
  rate: number | null;
  burst: number | null;
}

export interface Throttling {
  /** The limits in force, by route (`*`: the whole stage). @returns undefined where there is no such stage */
  read(gateway: Gateway): Promise<Record<string, StageLimit> | undefined>;
  write(gateway: Gateway, limits: Readonly<Record<string, StageLimit>>): Promise<void>;
}
