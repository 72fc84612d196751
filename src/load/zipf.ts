// Hot path: `pick` runs once a request where a distribution draws.
import type { Distribution } from '../model/request-source.js';

/**
 * Draws places by Zipf's law: the k-th of them, from 1, as often as 1 / k^exponent says. Walker's alias method as Vose
 * made it: every place is a column that it shares with at most one other, so that a draw is one look-up however many
 * places there are. https://doi.org/10.1109/32.92917
 */
export class ZipfChoice {
  readonly #size: number;
  /** The part of each column that is the place's own. */
  readonly #own: Float64Array;
  /** Whose the rest of it is. */
  readonly #alias: Uint32Array;

  constructor(size: number, { exponent }: Distribution) {
    this.#size = size;
    this.#alias = new Uint32Array(size);
    const weights = Float64Array.from({ length: size }, (_, place) => 1 / (place + 1) ** exponent);
    const total = weights.reduce((sum, weight) => sum + weight, 0);
    this.#own = weights.map((weight) => (weight * size) / total);
    this.#share();
  }

  /** The place that a random word of 32 bits stands for. */
  pick(word: number): number {
    const at = (word / 2 ** 32) * this.#size;
    const place = Math.floor(at);
    return at - place < this.#own[place]! ? place : this.#alias[place]!;
  }

  /** Fills the columns that are short of their height with what others have too much. */
  #share(): void {
    const short: number[] = [];
    const tall: number[] = [];
    for (let place = 0; place < this.#size; place += 1) (this.#own[place]! < 1 ? short : tall).push(place);
    while (short.length > 0 && tall.length > 0) {
      const low = short.pop()!;
      const high = tall[tall.length - 1]!;
      this.#alias[low] = high;
      this.#own[high]! -= 1 - this.#own[low]!;
      if (this.#own[high]! < 1) short.push(tall.pop()!);
    }
    // What rounding left over.
    for (const place of [...short, ...tall]) this.#own[place] = 1;
  }
}
