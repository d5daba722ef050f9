export interface Target {
  id: string;
  port: number;
}

/** Whose turn it is: each target in its order, whoever comes and goes. */
export class Rotation {
  #targets: Target[] = [];
  #next = 0;

  get size(): number {
    return this.#targets.length;
  }

  add(target: Target): void {
    if (!this.#targets.some((known) => known.id === target.id)) this.#targets.push(target);
  }

  remove(id: string): void {
    const at = this.#targets.findIndex((target) => target.id === id);
    if (at < 0) return;
    this.#targets.splice(at, 1);
    if (at < this.#next) this.#next -= 1;
  }

  next(): Target | undefined {
    if (this.#next >= this.#targets.length) this.#next = 0;
    const target = this.#targets[this.#next];
    this.#next += 1;
    return target;
  }
}
