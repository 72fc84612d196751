import { randomUUID } from 'node:crypto';
import { existsSync } from 'node:fs';
import { lstat, readdir, realpath, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { join, sep } from 'node:path';
import { makeFolder } from '../units/make-folder.js';
import { checkoutsFolder } from './build-cache.js';
import { claimPlace, isAbandoned, isInUse, markUse, USERS } from './checkout-users.js';

/** Of a checkout that is whole. */
export const COMPLETE = 'complete';
/** Ends the name of a place that is not kept. */
const OWN = /\.[0-9a-f]{8}$/;
/** Of a build that failed: beside the place that it would have had. */
const LOG = '.log';
const KEPT_OF_A_REPOSITORY = 4;
const RECENT_MS = 3_600_000;
const LOG_KEPT_MS = 24 * 3_600_000;
/** Clones are deleted, and nobody tells us. */
const KEPT_UNUSED_MS = 30 * 24 * 3_600_000;

/** A folder of the cache for one checkout, with its log beside it. */
export interface CheckoutPlace {
  readonly folder: string;
  /** It holds what was built before, untouched since. */
  readonly isComplete: boolean;
  /** It stays for the next run; otherwise it goes with this one. */
  readonly isKept: boolean;
  /** Says that it is in use. */
  readonly mark: string;
}

/** The folder that checkouts lie in, by the name that git has for it. */
export async function checkoutsRoot(): Promise<string> {
  makeFolder(checkoutsFolder());
  return realpath(checkoutsFolder());
}

/** Takes the place of this name, or one of its own where another perfcmp is at it or nothing shall be kept. */
export async function takePlace(
  name: string,
  wants: { readonly keep: boolean; readonly rebuild: boolean },
): Promise<CheckoutPlace> {
  const root = await checkoutsRoot();
  const usual = join(root, name);
  if (wants.keep) {
    const isBuilt = existsSync(join(usual, COMPLETE));
    const isFree = !(await isInUse(usual));
    if (isBuilt && !wants.rebuild) {
      // Before the long look, so that nobody removes it meanwhile.
      const mark = await markUse(usual);
      if (await isIntact(usual)) {
        await utimes(usual, new Date(), new Date());
        return { folder: usual, isComplete: true, isKept: true, mark };
      }
      await rm(mark, { force: true });
    }
    if (isFree && (isBuilt || (await isAbandoned(usual)))) await rm(usual, { recursive: true, force: true });
    if (await claimPlace(usual)) return newPlace(usual, true);
  }
  const own = join(root, `${name}.${randomUUID().slice(0, 8)}`);
  await claimPlace(own);
  return newPlace(own, false);
}

async function newPlace(folder: string, isKept: boolean): Promise<CheckoutPlace> {
  return { folder, isComplete: false, isKept, mark: await markUse(folder) };
}

/** Says that all is there: from now on nothing in it may change. */
export async function completePlace({ folder }: CheckoutPlace): Promise<void> {
  await writeFile(join(folder, COMPLETE), '');
}

/** Nobody serves from it any more: it is kept for the next run, or removed. */
export async function leavePlace({ folder, isKept, mark }: CheckoutPlace): Promise<void> {
  await rm(isKept ? mark : folder, { recursive: true, force: true });
}

/** Removes what nobody will use again: old places of the same repository and of any, and what a killed perfcmp left behind. */
export async function prunePlaces(prefix: string): Promise<void> {
  const root = await checkoutsRoot();
  const places = await Promise.all((await readdir(root)).map((name) => factsOf(root, name)));
  const kept = places.filter(({ name, isComplete }) => isComplete && !OWN.test(name));
  const older = kept
    .filter(({ name }) => name.startsWith(prefix))
    .sort((left, right) => left.ageMs - right.ageMs)
    .slice(KEPT_OF_A_REPOSITORY)
    .filter(({ ageMs }) => ageMs > RECENT_MS);
  for (const { folder } of [...older, ...kept.filter(({ ageMs }) => ageMs > KEPT_UNUSED_MS)]) {
    if (!(await isInUse(folder))) await rm(folder, { recursive: true, force: true });
  }
  for (const place of places.filter((one) => !kept.includes(one))) {
    const isOld = place.name.endsWith(LOG) ? place.ageMs > LOG_KEPT_MS : await isAbandoned(place.folder);
    if (isOld) await rm(place.folder, { recursive: true, force: true });
  }
}

async function factsOf(root: string, name: string) {
  const folder = join(root, name);
  const facts = await stat(folder).catch(() => null);
  const ageMs = facts === null ? 0 : Date.now() - facts.mtimeMs;
  return { name, folder, ageMs, isComplete: existsSync(join(folder, COMPLETE)) };
}

/** A server that wrote into its own folder left another one behind than the one that was built. */
async function isIntact(folder: string): Promise<boolean> {
  const marker = await lstat(join(folder, COMPLETE)).catch(() => null);
  return marker !== null && !(await hasChangedSince(folder, marker.ctimeMs));
}

async function hasChangedSince(folder: string, sinceMs: number): Promise<boolean> {
  // What cannot be looked at, as it was removed a moment ago, is not what was built.
  const names = await readdir(folder, { recursive: true }).catch(() => null);
  for (const name of names ?? []) {
    if (name === USERS || name.startsWith(USERS + sep)) continue;
    const facts = await lstat(join(folder, name)).catch(() => null);
    if (facts === null || facts.ctimeMs > sinceMs) return true;
  }
  return names === null;
}
