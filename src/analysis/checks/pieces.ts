import type { Warning } from '../../model/warning.js';
import { formatDurationMs } from '../../units/duration.js';
import { piecesOf } from '../report-head.js';
import type { RunFacts } from '../run-facts.js';
import { runWarning } from '../warnings.js';

/** `resumed`: launches of one run that lie as far apart as an interruption lasted. */
export function checkPieces(facts: RunFacts): Warning[] {
  const pieces = piecesOf(facts);
  // Launches that were all made in one piece lie together.
  if (pieces.filter(({ launches }) => launches > 0).length < 2) return [];
  const counts = pieces.map(({ launches }) => launches).join(' + ');
  const pauses = pieces.flatMap(({ pauseSeconds }) =>
    pauseSeconds === null ? [] : formatDurationMs(pauseSeconds * 1000),
  );
  const between = pauses.length === 1 ? `a pause of ${pauses[0]}` : `pauses of ${pauses.join(' and ')}`;
  const message = `measured in ${pieces.length} pieces of ${counts} launches, with ${between}: whatever changed meanwhile is in the scatter of its launches`;
  return [runWarning('resumed', 'note', message)];
}
