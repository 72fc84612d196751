import type { Report } from '../model/report.js';
import { formatCount } from '../units/rate.js';
import { plural } from '../units/words.js';
import { profileParts, SLICE_STRETCH } from './header.js';
import type { Section } from './row.js';

/** What was asked for in a table, under which load, and how it was sliced where the first lines do not say so. */
export function titleSegments(report: Report, { scenario, profile }: Section): string[] {
  return [
    ...requestSegment(scenario),
    ...(scenario.requests > 1 ? [`${scenario.requests} requests in turn`] : []),
    ...Object.entries(scenario.env).map(([name, value]) => `${name}=${value}`),
    ...(report.profiles.length > 1 ? profileParts(profile) : []),
    ...sliceSegment(scenario, profile),
  ];
}

/** The name, unless it says no more than the request: an imported result may tell nothing but a path. */
export function nameSegment({ name, method, path }: Section['scenario']): string[] {
  return askedWords({ method, path }) === name ? [] : [name];
}

/** Nothing where an imported result does not tell what was asked. */
function requestSegment({ method, path, expects }: Section['scenario']): string[] {
  const asked = askedWords({ method, path });
  return asked === '' ? [] : [`${asked} -> ${expects}`];
}

function askedWords({ method, path }: Pick<Section['scenario'], 'method' | 'path'>): string {
  return `${method} ${path}`.trim();
}

function sliceSegment({ paces = [] }: Section['scenario'], { name }: Section['profile']): string[] {
  const pace = paces.find(({ profile }) => profile === name);
  if (pace === undefined) return [];
  const { blocks, sliceMs } = pace;
  if (sliceMs === null) return [`${plural(blocks, 'request')} a launch, each alone`];
  return [`${plural(blocks, 'slice')} of ${formatCount(sliceMs)} to ${formatCount(sliceMs * SLICE_STRETCH)} ms`];
}
