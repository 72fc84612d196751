/** What --help says of a command beside its options. */
export interface HelpText {
  /** In the list of commands. */
  readonly summary: string;
  readonly description: string;
  readonly examples: readonly string[];
}

/** The help of the program itself. */
export const PROGRAM_HELP: Omit<HelpText, 'summary'> = {
  description: 'Load-tests HTTP servers and says which is faster, by how much, and how sure that is.',
  examples: [
    'perfcmp run',
    "perfcmp run 'node before.js' 'node after.js' --path /api/items",
    'perfcmp load http://127.0.0.1:3000/',
  ],
};

/** The help of every command, in the order of the list. */
export const COMMAND_HELP = {
  run: {
    summary: 'compare servers',
    description:
      'Compares servers: starts them, checks that they do the same work, loads them in turn in short slices over ' +
      'several launches, and says which is faster, by how much and how sure that is. Without targets it compares ' +
      'the bundled ones.',
    examples: [
      'perfcmp run',
      'perfcmp run express node-http --scenario json --quick',
      "perfcmp run 'old=node before.js' 'new=node after.js' --path /api/items --output report.md",
      'perfcmp run docker:shop:1 docker:shop:2@3000 --path /api/items',
    ],
  },
  gate: {
    summary: 'fail where a server got slower, in CI',
    description:
      'Measures candidates beside a baseline, in the same job, and fails where one is proven to be worse than it may be. ' +
      'It ends at a planned look as soon as every limit is decided; a regression is shown again by fresh launches before ' +
      'it fails.',
    examples: [
      "perfcmp gate 'base=node old/server.js' 'head=node server.js' --path /api/items",
      "perfcmp gate 'node server.js' --base origin/main --path /api/items",
      "perfcmp gate express 'app=node server.js' --against 20261122-1031-7f3a",
      "perfcmp gate express express-tuned --allow 3% --allow latency.p99=20% --threshold 'errorRate<0.1%'",
    ],
  },
  load: {
    summary: "load one URL, with wrk's letters",
    description:
      'Loads one URL as fast as it answers, or at a rate, and prints throughput, latency and every failure. A command ' +
      'behind -- is started for it, on a port in PORT and {port} or where the URL says, and stopped afterwards; then ' +
      "the server's CPU and memory are shown, too.",
    examples: [
      'perfcmp load http://127.0.0.1:3000/',
      'perfcmp load --path /items -- node app.js',
      'perfcmp load -t2 -c100 -d30s -L http://127.0.0.1:3000/items',
      'perfcmp load -n 10k -m POST -H "Content-Type: application/json" -b \'{"id":1}\' http://127.0.0.1:3000/items',
    ],
  },
  search: {
    summary: 'find the highest rate that keeps objectives',
    description:
      'Finds the highest rate at which a server keeps objectives such as p99<20ms. First a closed loop shows about what ' +
      'it can do; then rates are sent whatever the server does, each until two of at most three loads agree, first ' +
      'doubled or halved, then bisected. With --sweep it tries numbers of connections in a closed loop instead.',
    examples: [
      "perfcmp search --objective 'p99<20ms' --objective 'errors<0.1%' http://127.0.0.1:3000/",
      "perfcmp search --objective 'p99<5ms' --path /items -- node app.js",
      'perfcmp search --sweep 1,8,64,256 http://127.0.0.1:3000/',
    ],
  },
  calibrate: {
    summary: 'say how small a difference can be seen here',
    description:
      'Compares a server with a second instance of itself, as run would, and says how far results scatter on this ' +
      'machine though nothing differs: the smallest difference that can be called in 1, 3 and 10 minutes, and margins ' +
      'that suit. Without a target it takes node-http. It is kept for this machine, and run and gate tell where their ' +
      'margin is finer than they can see.',
    examples: [
      'perfcmp calibrate',
      'perfcmp calibrate express --budget 5m',
      "perfcmp calibrate 'node app.js' --path /api/items",
    ],
  },
  verify: {
    summary: 'check servers against the endpoint contract',
    description: 'Checks servers, one after the other, against the endpoint contract that bundled targets keep.',
    examples: ['perfcmp verify express', 'perfcmp verify all', 'perfcmp verify http://127.0.0.1:3000/ --seed 4711'],
  },
  build: {
    summary: 'build targets ahead',
    description:
      'Builds targets ahead, as run and verify do by themselves: once for each content of their files and version of ' +
      'their tools, in the cache of the user. Without targets it builds all that can be built here.',
    examples: ['perfcmp build', 'perfcmp build hyperlane --rebuild'],
  },
  init: {
    summary: 'write a config file for this folder',
    description:
      'Writes a commented perfcmp.config.mjs, or .ts where the project has TypeScript, made of what the files of this ' +
      'folder tell: how the server is started, its port, routes without parameters. It asks nothing, starts nothing ' +
      'and writes over nothing. Where no server is found, the config compares two that come with perfcmp.',
    examples: ['perfcmp init', 'perfcmp init --dry-run', 'perfcmp init --json'],
  },
  list: {
    summary: 'list targets and scenarios',
    description:
      'Lists the targets with their versions and the scenarios, and says why a target cannot run on this machine and what to install.',
    examples: ['perfcmp list', 'perfcmp list --format json'],
  },
  doctor: {
    summary: 'say whether this machine is fit to measure',
    description:
      'Looks at this machine for a few seconds: cores, clock speed, other load, limits, memory, tools and folders. Says ' +
      'of each finding what it costs a measurement and how to mend it. Changes nothing.',
    examples: ['perfcmp doctor', 'perfcmp doctor --format json'],
  },
  clean: {
    summary: 'say what perfcmp keeps, and remove it',
    description:
      'Says what perfcmp keeps: builds of targets, commits that were checked out, the runs of this folder with their ' +
      'logs, calibrations, containers that it started; how large it is and how old. With kinds it lists what would be ' +
      'removed, and with --yes removes it. What a running perfcmp uses stays, as does everything that perfcmp has not ' +
      'made. Exit code 1 where something could not be removed.',
    examples: [
      'perfcmp clean',
      'perfcmp clean --builds --checkouts --older-than 7d',
      'perfcmp clean --runs --keep 10 --yes',
    ],
  },
  report: {
    summary: 'print a stored run again, in any format',
    description: 'Prints a stored run again, or writes it to files, in any format, or shows it as a page.',
    examples: ['perfcmp report', 'perfcmp report --open', 'perfcmp report last --output report.html,report.json'],
  },
  diff: {
    summary: 'hold a stored run against an earlier one',
    description:
      'Holds two stored runs, by id, `last` or the file of a JSON report, against each other: how each target did against ' +
      'the baseline of both, and what changed from the first to the second. Says what differs between the machines, ' +
      'tools and scenarios, and refuses what that forbids to compare. Worth less than one run with both in it.',
    examples: ['perfcmp diff 20261122-1031-7f3a last', 'perfcmp diff before.json after.json --format markdown'],
  },
  import: {
    summary: 'lay results of other load generators side by side',
    description:
      'Reads results of wrk, wrk2, autocannon, oha, k6, vegeta, bombardier, h2load, hey and ab into one report, stored and ' +
      'printed like any other. They are single runs: their order proves nothing, and there are no intervals and no ' +
      'verdicts. What a file does not say is a dash; where a number means something else there, a note says so.',
    examples: [
      'perfcmp import before.txt after.txt',
      'perfcmp import wrk=wrk.txt oha=oha.json --output import.md',
      'wrk -c64 -d10s --latency http://127.0.0.1:3000/ | perfcmp import -',
    ],
  },
  completion: {
    summary: 'print the completion script of a shell',
    description:
      'Prints a script that makes a shell complete commands, options and their values, names of targets, scenarios and ' +
      'presets, stored runs and files. The script asks the installed perfcmp, so that it never has to be made anew.',
    examples: [
      'source <(perfcmp completion bash)                                  # in ~/.bashrc',
      'source <(perfcmp completion zsh)                                   # in ~/.zshrc, behind compinit',
      'perfcmp completion fish > ~/.config/fish/completions/perfcmp.fish',
    ],
  },
} as const satisfies Readonly<Record<string, HelpText>>;

/** Names of the commands. */
export type CommandName = keyof typeof COMMAND_HELP;
