import { plannedLooks } from '../../src/stats/planned-looks.js';
import {
  coverageOf,
  DESIGNS,
  DRAWS,
  falseAlarmsOf,
  gateOutcomes,
  PAUSING_SERVERS,
  pauseBias,
  SLICE_SCALES,
} from './simulation.js';

// `npm run simulate`: what docs/MEASUREMENT.md says of how often the arithmetic is wrong, with more runs than tests have.

const RUNS = 5000;
const ROWS = [
  ...DESIGNS.map((design) => ({ ...design, moderated: false })),
  { launches: 2, blocks: 12, moderated: true },
];

function percent(share: number, decimals = 1): string {
  return `${(100 * share).toFixed(decimals)} %`;
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): void {
  const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
  process.stdout.write(`${[line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n')}\n\n`);
}

function coverage(): void {
  const launchStddevs = [0, 0.01, 0.02, 0.04];
  table(
    ['launches x blocks', 'slices', ...launchStddevs.map((stddev) => `launches differ by ${percent(stddev, 0)}`)],
    ROWS.flatMap(({ moderated, ...design }) =>
      Object.entries(SLICE_SCALES).map(([name, sliceScale]) => [
        `${design.launches} x ${design.blocks}${moderated ? ', moderated' : ''}`,
        name,
        ...launchStddevs.map((launchStddev) =>
          percent(coverageOf({ ...design, ratio: 0.9, sliceScale, launchStddev }, { runs: RUNS, moderated })),
        ),
      ]),
    ),
  );
}

function falseAlarms(): void {
  table(
    ['looks after', 'normal, 1 %', 'normal, 2 %', 'normal, 4 %', 't3, 4 %', 'bimodal, 4 %'],
    [8, 12, 24, 60].map((most) => {
      const looks = plannedLooks(most);
      const share = (launchStddev: number, draw: keyof typeof DRAWS): string =>
        percent(falseAlarmsOf({ looks, launchStddev, draw: DRAWS[draw] }, { runs: 8 * RUNS, seed: most }));
      return [
        looks.join(', '),
        share(0.01, 'normal'),
        share(0.02, 'normal'),
        share(0.04, 'normal'),
        share(0.04, 't3'),
        share(0.04, 'bimodal'),
      ];
    }),
  );
}

function gate(): void {
  const losses = [0, 0.05, 0.1];
  table(
    ['launches differ by', ...losses.map((loss) => `loss of ${percent(loss, 0)}: fail / pass / inconclusive`)],
    [0.02, 0.04, 0.08].map((launchStddev) => [
      percent(launchStddev, 0),
      ...losses.map((loss) => {
        const run = { looks: plannedLooks(12), launchStddev, draw: DRAWS.normal, loss };
        const { fail, pass, inconclusive } = gateOutcomes(run, { runs: 2 * RUNS });
        return [fail, pass, inconclusive].map((share) => percent(share)).join(' / ');
      }),
    ]),
  );
}

function pauses(): void {
  table(
    ['pause, after so many requests', 'bias of the rate'],
    PAUSING_SERVERS.map((server) => [
      `${server.pauseMs} ms, ${server.everyRequests}`,
      percent(pauseBias(server, 200), 2),
    ]),
  );
}

coverage();
falseAlarms();
gate();
pauses();
