/** Two-sided level of each of K equally spaced looks for .05 overall; Pocock (1977), Biometrika 64. */
const POCOCK_LEVELS: Readonly<Record<number, number>> = { 1: 0.05, 2: 0.0294, 3: 0.0221, 4: 0.0182, 5: 0.0158 };

/** The t of few launches has heavier joint tails than Pocock's normal: .020 instead of .0221, by simulation. */
const EARLY_LOOK_FACTOR = 0.02 / 0.0221;
const EARLY_LOOK_LAUNCHES = 6;

/**
 * Two-sided level of every interval when a run may stop at any of these launch counts, for .05 overall.
 *
 * Stopping at the first p < .05 among six or more looks would give 20 % false verdicts. Null for more than five looks,
 * for which no level was checked.
 */
export function plannedLookLevel(launchCounts: readonly number[]): number | null {
  const level = POCOCK_LEVELS[launchCounts.length];
  if (level === undefined) return null;
  const isEarly = launchCounts.length > 1 && Math.min(...launchCounts) < EARLY_LOOK_LAUNCHES;
  return isEarly ? level * EARLY_LOOK_FACTOR : level;
}
