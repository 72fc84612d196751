import type { Claim } from '../model/claim.js';
import type { UserClaim, UserPreset } from './preset-schema.js';

type ComparedClaim = Extract<UserClaim, { base: string }>;

/** The claims of a preset one by one: each under each of its loads, then those that are held against every endpoint. */
export function expandClaims({ claims = [], endpoints = [], source = 'the preset' }: UserPreset): Claim[] {
  const held = claims.filter((claim) => isCompared(claim)).filter((claim) => claim.isHeldAgainstEndpoints === true);
  return [
    ...claims.flatMap((claim) => eachProfile(claim, source)),
    ...endpoints.flatMap(({ scenario, text }) =>
      held.map(
        (claim): Claim => ({
          ...comparedOf(claim, source),
          id: `${claim.id}:${scenario}`,
          text,
          scenario,
          profile: null,
          isImplied: true,
        }),
      ),
    ),
  ];
}

function isCompared(claim: UserClaim): claim is ComparedClaim {
  return claim.kind === 'throughput-ratio' || claim.kind === 'latency-reduction';
}

function eachProfile(claim: UserClaim, source: string): Claim[] {
  if (claim.kind === 'unmeasured' || claim.kind === 'evenness') return [{ ...claim, source: claim.source ?? source }];
  const { profiles = [null], ...one } = claim;
  const idOf = (profile: string | null): string => (profiles.length === 1 ? claim.id : `${claim.id}@${profile}`);
  return profiles.map((profile): Claim => {
    const at = { id: idOf(profile), profile };
    if (isCompared(claim)) return { ...comparedOf(claim, source), ...at };
    return { ...(one as Extract<UserClaim, { kind: 'throughput' }>), source: claim.source ?? source, ...at };
  });
}

function comparedOf({ kind, text, source, claimed, target, base, scenario }: ComparedClaim, usual: string) {
  return { kind, id: '', text, source: source ?? usual, claimed, target, base, scenario, profile: null };
}
