/** Two-sided level of each of K equally spaced looks for .05 overall; Pocock (1977), Biometrika 64. */
const POCOCK_LEVELS: Readonly<Record<number, number>> = { 1: 0.05, 2: 0.0294, 3: 0.0221, 4: 0.0182, 5: 0.0158 };

/**
 * The t of few launches has heavier joint tails than Pocock's normal, and looks that lie far apart hang together less:
 * .020 instead of .0221, by simulation (docs/METHOD.md 3.4, test/stats/planned-looks.test.ts).
 */
const CAREFUL_FACTOR = 0.02 / 0.0221;
const EARLY_LOOK_LAUNCHES = 6;
/** Of the last look's launches over the first's: 6, 9, 12 are close. */
const CLOSE_LOOKS = 2;

/** Fewer launches say nothing without borrowing from experience. */
const FEWEST_LAUNCHES_TO_LOOK = 3;
/** From so many launches on there is room for looks that are equally spaced, up to five of them. */
const MANY_LAUNCHES = 18;
const LAUNCHES_BETWEEN = 6;
const MOST_LOOKS = 5;

/**
 * Two-sided level of every interval when a run may stop at any of these launch counts, for .05 overall.
 *
 * Stopping at the first p < .05 among six or more looks would give 20 % false verdicts. Null for more than five looks,
 * for which no level was checked.
 */
export function plannedLookLevel(launchCounts: readonly number[]): number | null {
  const level = POCOCK_LEVELS[launchCounts.length];
  if (level === undefined || launchCounts.length === 1) return level ?? null;
  const first = Math.min(...launchCounts);
  const isCareful = first < EARLY_LOOK_LAUNCHES || Math.max(...launchCounts) > CLOSE_LOOKS * first;
  return isCareful ? level * CAREFUL_FACTOR : level;
}

/** Launch counts at which a run of at most so many launches may stop: 6, 9, 12 of 12, and 3, 5, 8 of 8. */
export function plannedLooks(mostLaunches: number): number[] {
  if (mostLaunches >= MANY_LAUNCHES) {
    const count = Math.min(MOST_LOOKS, Math.floor(mostLaunches / LAUNCHES_BETWEEN));
    return Array.from({ length: count }, (_, look) => Math.round(((look + 1) * mostLaunches) / count));
  }
  const [first, middle] =
    mostLaunches >= 2 * EARLY_LOOK_LAUNCHES
      ? [Math.ceil(mostLaunches / 2), Math.round(0.75 * mostLaunches)]
      : earlyLooks(mostLaunches);
  return [first, middle, mostLaunches].filter((look, place, looks) => place === looks.lastIndexOf(look));
}

function earlyLooks(mostLaunches: number): [first: number, middle: number] {
  const first = Math.min(mostLaunches, Math.max(FEWEST_LAUNCHES_TO_LOOK, Math.floor(0.45 * mostLaunches)));
  return [first, Math.floor((first + mostLaunches) / 2)];
}
