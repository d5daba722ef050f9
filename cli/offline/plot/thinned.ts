/** A point with what was expected of it; NaN where nothing is known. */
export interface Drawn {
  at: number;
  value: number;
  expected: number;
  lower: number;
  upper: number;
}

/** Neighbouring points drawn as one: the least and the most of them, so that no spike is lost, and the mean band. */
interface Piece {
  least: Drawn;
  most: Drawn;
  /** of the points that have a band */
  banded: number;
  expected: number;
  lower: number;
  upper: number;
}

/** Twice as many as a chart has pixels in a row. */
const MOST_PIECES = 2_048;

/** A series for a chart in bounded memory: neighbours are joined in pairs whenever there are too many pieces. */
export class Thinned {
  readonly #most: number;
  #pieces: Piece[] = [];
  #perPiece = 1;
  #inLast = 0;

  constructor(most = MOST_PIECES) {
    this.#most = most;
  }

  add(point: Drawn): void {
    if (Number.isNaN(point.value)) return;
    const last = this.#pieces.at(-1);
    if (last && this.#inLast < this.#perPiece) {
      this.#pieces[this.#pieces.length - 1] = joined(last, pieceOf(point));
      this.#inLast += 1;
      return;
    }
    if (this.#pieces.length >= this.#most) this.#halve();
    this.#pieces.push(pieceOf(point));
    this.#inLast = 1;
  }

  #halve(): void {
    const halved: Piece[] = [];
    for (let i = 0; i < this.#pieces.length; i += 2) {
      const [one, other] = this.#pieces.slice(i, i + 2);
      if (one) halved.push(other ? joined(one, other) : one);
    }
    this.#pieces = halved;
    this.#perPiece *= 2;
    this.#inLast = this.#perPiece;
  }

  /** How many points one piece stands for. */
  get perPiece(): number {
    return this.#perPiece;
  }

  /** In order of time, whatever the order in which they came. */
  get points(): Drawn[] {
    return this.#pieces.flatMap(drawnOf).sort((a, b) => a.at - b.at);
  }
}

function pieceOf(point: Drawn): Piece {
  const known = Number.isFinite(point.lower) && Number.isFinite(point.upper);
  const { expected, lower, upper } = known ? point : { expected: 0, lower: 0, upper: 0 };
  return { least: point, most: point, banded: known ? 1 : 0, expected, lower, upper };
}

function joined(one: Piece, other: Piece): Piece {
  const banded = one.banded + other.banded;
  const mean = (of: (piece: Piece) => number): number =>
    banded === 0 ? 0 : (of(one) * one.banded + of(other) * other.banded) / banded;
  return {
    least: other.least.value < one.least.value ? other.least : one.least,
    most: other.most.value > one.most.value ? other.most : one.most,
    banded,
    expected: mean(({ expected }) => expected),
    lower: mean(({ lower }) => lower),
    upper: mean(({ upper }) => upper),
  };
}

function drawnOf({ least, most, banded, ...mean }: Piece): Drawn[] {
  const { expected, lower, upper } = banded > 0 ? mean : { expected: Number.NaN, lower: Number.NaN, upper: Number.NaN };
  const band = { expected, lower, upper };
  const low = { at: least.at, value: least.value, ...band };
  return least === most ? [low] : [low, { at: most.at, value: most.value, ...band }];
}
