import type { FoundServer, Project } from './project.js';
import { healthRoute } from './server-routes.js';

/** A key of a config that is to be written, with what is said about it. */
export interface DraftPart {
  readonly comment: readonly string[];
  readonly key: string;
  /** A list whose entries have comments of their own, or any other value. */
  readonly value: unknown;
  readonly entries?: readonly DraftEntry[];
}

/** An entry of a list. */
export interface DraftEntry {
  readonly comment?: string;
  readonly value: unknown;
  /** Written as a comment: an example, or what would make the first run long. */
  readonly isOff?: true;
}

/** Each takes as long as all that comes before a table. */
const MOST_SCENARIOS = 3;
/** As users are to get it: many frameworks do more work otherwise. */
const PRODUCTION = { NODE_ENV: 'production' };
/** What often tells, as an example of a second setting. */
const TUNED = { ...PRODUCTION, NODE_OPTIONS: '--max-semi-space-size=64' };

/** What a config for a project says. */
export function draftConfig(project: Project): readonly DraftPart[] {
  const { server } = project;
  return server === null ? bundledDraft() : [...serverDraft(project, server), ...gateDraft(project, server)];
}

/** The label of a project's own server. */
export function labelOf({ name }: Project): string {
  const bare = name?.replace(/^@[^/]*\//, '').replace(/[^\w.-]+/g, '-') ?? '';
  // Capitals alone would read as a variable where a target is typed.
  return /[a-z]/.test(bare) ? bare : 'app';
}

function bundledDraft(): readonly DraftPart[] {
  const own = { label: 'mine', command: 'node server.js' };
  return [
    {
      comment: [
        'Servers to compare. These two come with perfcmp; perfcmp list shows the others.',
        'One of your own is started by its command, with a free port in PORT and {port}, or is a url.',
        'They are compared with Express where it takes part, else with the first; baseline names another.',
      ],
      key: 'targets',
      value: ['node-http', 'express'],
      entries: [{ value: 'node-http' }, { value: 'express' }, { value: own, isOff: true }],
    },
    {
      comment: ['What they are asked: built-in scenarios, or of your own { name, path }.'],
      key: 'scenarios',
      value: ['json'],
    },
  ];
}

function serverDraft(project: Project, server: FoundServer): readonly DraftPart[] {
  const { command, fixedPort, routes, routesFrom } = server;
  const env = { ...PRODUCTION, ...(fixedPort !== null && { PORT: String(fixedPort) }) };
  const target = { label: labelOf(project), command, env };
  const tuned = { ...target, label: `${target.label}-tuned`, env: TUNED };
  const health = healthRoute(routes);
  const asked = routes.filter((path) => path !== health || routes.length === 1);
  return [
    {
      comment: [`Servers to measure. The command is from ${server.from}.`, ...portLines(fixedPort)],
      key: 'targets',
      value: [target],
      entries: [{ value: target }, ...(fixedPort === null ? [{ value: tuned, isOff: true } as const] : [])],
    },
    ...(asked.length > 1
      ? [scenarioPart(asked, routesFrom)]
      : [{ comment: [pathText(asked[0], routesFrom)], key: 'path', value: asked[0] ?? '/' }]),
    ...(health !== null && health !== asked[0]
      ? [{ comment: ['Answers 2xx or 3xx as soon as the server is ready.'], key: 'health', value: health }]
      : []),
  ];
}

function portLines(fixedPort: number | null): readonly string[] {
  return fixedPort === null
    ? [
        'perfcmp chooses a free port and gives it in PORT.',
        'One alone is measured; the next is compared with it: another version, another setting.',
      ]
    : [
        `It listens on ${fixedPort} whatever PORT says, so perfcmp is told to look for it there.`,
        'To compare it with another, let it listen on PORT, and leave PORT out here.',
      ];
}

function pathText(route: string | undefined, routesFrom: string | null): string {
  return route === undefined
    ? 'What it is asked with GET; anything but 2xx and 3xx is a failure.'
    : `What it is asked with GET, as found in ${routesFrom}; anything but 2xx and 3xx is a failure.`;
}

function scenarioPart(paths: readonly string[], routesFrom: string | null): DraftPart {
  const scenarios = paths.map((path) => ({ name: path, path }));
  return {
    comment: [
      `What it is asked: routes of ${routesFrom} without parameters. method, headers, json and expect say more.`,
    ],
    key: 'scenarios',
    value: scenarios.slice(0, MOST_SCENARIOS),
    entries: scenarios.map((value, index) => ({ value, ...(index >= MOST_SCENARIOS && { isOff: true }) })),
  };
}

/** Two servers that listen on one port whatever they are told cannot be measured beside each other. */
function gateDraft(
  { isRepository, checkoutSteps }: Project,
  { command, fixedPort }: FoundServer,
): readonly DraftPart[] {
  if (!isRepository || fixedPort !== null) return [];
  const start = `NODE_ENV=production ${command}`;
  return [
    {
      comment: ['For perfcmp gate: the working tree against the last commit, fails where it is proven to be slower.'],
      key: 'gate',
      value: { base: 'HEAD', start, ...(checkoutSteps !== null && { build: checkoutSteps }) },
    },
  ];
}
