// `{{name}}` is a placeholder of requests, and `${NAME}` one of the shell: neither is ours.
const PLACE = /(?<![{$])\{([A-Za-z_]\w*)\}/g;

/** A text with the values of those places that have one; the others stay as they are. */
export function fillPlaces(text: string, values: Readonly<Record<string, string>>): string {
  return text.replace(PLACE, (place, name: string) => (Object.hasOwn(values, name) ? (values[name] ?? place) : place));
}

/** Names of the places in a text, each once. */
export function placesIn(text: string): string[] {
  return [...new Set([...text.matchAll(PLACE)].map(([, name = '']) => name))];
}
