// Compares two states of a server as `perfcmp run` does, tells how far it is, and what came of it.
import { runExperiment } from 'perfcmp';

const targets = ['before=node before.js', 'after=node after.js'];
const experiment = runExperiment({ targets, path: '/api/items', quick: true });
for await (const event of experiment) {
  if (event.kind === 'launch-finished') console.error(`launch ${event.launch} is over`);
}
const { report, exitCode } = await experiment;
for (const { target, metric, ratio, verdict } of report.comparisons) console.log(target, metric, ratio.value, verdict);
process.exitCode = exitCode;
