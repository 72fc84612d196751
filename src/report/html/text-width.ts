const NARROW = /[ .,:;'|!ijlft()[\]]/;
const WIDE = /[A-Zmw%@>=~]/;
/** From here on letters fill a square. */
const FIRST_SQUARE = 0x2e80;
const FONT_SIZE = 12;

/** About how wide a text is in the fonts of systems, at the size that charts have. */
export function textWidth(text: string): number {
  let width = 0;
  for (const character of text) {
    if ((character.codePointAt(0) ?? 0) >= FIRST_SQUARE) width += FONT_SIZE;
    else if (NARROW.test(character)) width += 0.32 * FONT_SIZE;
    else width += (WIDE.test(character) ? 0.76 : 0.57) * FONT_SIZE;
  }
  return width;
}

/** The widest of some texts; 0 where there is none. */
export function widestOf(texts: readonly string[]): number {
  return Math.max(0, ...texts.map(textWidth));
}
