/** So many names are read at a glance; of more it helps to know who is missing. */
const FEW = 4;
const MOST_MISSING = 3;

/** `bun, deno`, or where it is shorter: `all 17 targets`, `all but koa`. */
export function nameList(names: readonly string[], all: readonly string[]): string {
  const missing = all.filter((name) => !names.includes(name));
  const isPart = names.every((name) => all.includes(name));
  if (names.length <= FEW || !isPart || missing.length > MOST_MISSING) return names.join(', ');
  return missing.length === 0 ? `all ${all.length} targets` : `all but ${missing.join(', ')}`;
}
