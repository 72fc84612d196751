import { editDistance } from './edit-distance.js';

/** The candidate that a misspelt word most likely meant, or null when none is near. */
export function nearest(word: string, candidates: Iterable<string>): string | null {
  const wanted = word.toLowerCase();
  let best: { readonly candidate: string; readonly distance: number } | null = null;
  for (const candidate of candidates) {
    const distance = editDistance(wanted, candidate.toLowerCase());
    if (best === null || distance < best.distance) best = { candidate, distance };
  }
  // One slip in three letters; more is another word. A beginning of at least three letters is near as well.
  const allowed = Math.max(1, Math.floor(wanted.length / 3));
  if (best !== null && best.distance <= allowed && best.distance < wanted.length) return best.candidate;
  if (wanted.length < 3) return null;
  return [...candidates].find((candidate) => candidate.toLowerCase().startsWith(wanted)) ?? null;
}

/** `did you mean "express"?`, or what to fall back on. */
export function suggestion(word: string, candidates: Iterable<string>, otherwise: string): string {
  const near = nearest(word, candidates);
  return near === null ? otherwise : `did you mean ${near}?`;
}
