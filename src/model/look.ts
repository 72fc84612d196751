import type { StoppingPlan } from './plan.js';

/**
 * Why a run ended after a launch. `settled`: every verdict stands. `resolved`: it could call what it was asked to.
 * `budget`: another launch would not have fitted. `launches`: there were no more in the plan.
 */
export type RunEnd = 'settled' | 'resolved' | 'budget' | 'launches';

/** What may be expected of the launches to come, by those that were; of the comparison that is known least. */
export interface Outlook {
  readonly scenario: string;
  readonly profile: string;
  readonly target: string;
  /** That the run will have in the end if nothing settles it before. */
  readonly launches: number;
  /** The smallest difference that it will then call in four of five runs, as a share. */
  readonly effect: number;
  /** What it was asked to resolve, and what that would take; null where it was asked for nothing. */
  readonly wanted: WantedResolution | null;
}

export interface WantedResolution {
  /** As a share. */
  readonly resolution: number;
  /** In all; null where a thousand would not do. */
  readonly launches: number | null;
  /** Of the whole run. */
  readonly seconds: number | null;
  /** Whether this run may have so many. */
  readonly isWithinReach: boolean;
}

/** What somebody who watches a run made of it after a launch. */
export interface LaunchDecision {
  /** Null: the run goes on. */
  readonly ended: RunEnd | null;
  /** One clause for people: `every verdict stands`. */
  readonly reason: string;
  readonly outlook?: Outlook;
}

/**
 * Asked after each finished launch, its number being how many there are, with the time it took by itself; null: nothing
 * to say, it goes on.
 *
 * All events until then have been taken by whoever runs the plan, so that they may be analysed for an answer.
 */
export type Decide = (launchesDone: number, launchMs: number) => LaunchDecision | null;

/** When a run could have ended, and what became of that. */
export interface ReportStopping extends StoppingPlan {
  /** Null where it was interrupted before. */
  readonly ended: RunEnd | null;
  /** One clause; null as `ended`. */
  readonly reason: string | null;
  /** As it stood at the end; absent where no comparison was open. */
  readonly outlook?: Outlook;
}
