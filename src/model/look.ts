/**
 * Why a run ended after a launch. `settled`: every verdict stands. `resolved`: it could call what it was asked to.
 * `budget`: another launch would not have fitted. `launches`: there were no more in the plan.
 */
export type RunEnd = 'settled' | 'resolved' | 'budget' | 'launches';

/** What somebody who watches a run made of it after a launch. */
export interface LaunchDecision {
  /** Null: the run goes on. */
  readonly ended: RunEnd | null;
  /** One clause for people: `every verdict stands`. */
  readonly reason: string;
}

/**
 * Asked after each finished launch, its number being how many there are; null: nothing to say, it goes on.
 *
 * All events until then have been taken by whoever runs the plan, so that they may be analysed for an answer.
 */
export type Decide = (launchesDone: number) => LaunchDecision | null;
