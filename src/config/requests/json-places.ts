import type { Place } from './encodings.js';

/** Follows a JSON text and knows whether the next character stands between quotes. */
export class JsonPlaces {
  #isInString = false;
  #isEscaped = false;

  get place(): Extract<Place, 'json-string' | 'json-value'> {
    return this.#isInString ? 'json-string' : 'json-value';
  }

  pass(text: string): void {
    for (const character of text) {
      if (this.#isEscaped) this.#isEscaped = false;
      else if (character === '\\') this.#isEscaped = this.#isInString;
      else if (character === '"') this.#isInString = !this.#isInString;
    }
  }
}
