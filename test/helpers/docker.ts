import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import type { Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';

const FIXTURES = join(process.cwd(), 'test/fixtures');

/** What an image of the stand-in runs and says of itself. */
export interface StandInImage {
  /** A file of test/fixtures and its arguments, run by node. */
  readonly serves?: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  /** TCP ports that it exposes; left out: 80. */
  readonly exposes?: readonly number[];
  /** Not here until it is pulled. */
  readonly isRemote?: boolean;
  /** Why the engine will not run it. */
  readonly refuses?: string;
  readonly runsOutOfMemory?: boolean;
  readonly version?: string;
  /** What its id is made of; left out: its name. */
  readonly content?: string;
  /** The same once it has been pulled. */
  readonly pulledContent?: string;
}

/** A program called docker that needs no engine. */
export interface StandIn {
  /** With which it is found and finds its state. */
  readonly env: { readonly PATH: string; readonly STANDIN_DOCKER: string };
  readonly addImage: (ref: string, image?: StandInImage) => void;
  /** A container that has ended, as somebody left it. */
  readonly addContainer: (name: string, labels: Readonly<Record<string, string>>, createdAt: Date) => void;
  /** What goes wrong from now on, as the stand-in knows it; an empty text: nothing. */
  readonly behave: (words: string) => void;
  /** Names of the containers that there are, ended ones included. */
  readonly containers: () => string[];
  /** Words of every call so far. */
  readonly calls: () => string[][];
  readonly remove: () => void;
}

/** Makes one, in a folder of its own. */
export function createStandIn(): StandIn {
  const folder = mkdtempSync(join(tmpdir(), 'perfcmp-docker-'));
  const bin = join(folder, 'bin');
  mkdirSync(bin);
  symlinkSync(join(FIXTURES, 'docker.sh'), join(bin, 'docker'));
  const env = { PATH: [bin, process.env.PATH].join(delimiter), STANDIN_DOCKER: folder };
  const lifeline = startEngine(env);
  const images: Record<string, unknown> = {};
  return {
    env,
    addImage: (ref, image = {}) => {
      images[ref] = asImage(ref, image);
      writeFileSync(join(folder, 'images.json'), JSON.stringify(images));
    },
    addContainer: (name, labels, createdAt) => {
      const id = randomBytes(32).toString('hex');
      const place = join(folder, 'containers', id);
      mkdirSync(place, { recursive: true });
      const facts = { name, labels, createdAt, id, image: 'gone', args: [], env: {}, publish: null, cpuset: '' };
      writeFileSync(join(place, 'container.json'), JSON.stringify(facts));
    },
    behave: (words) => writeFileSync(join(folder, 'behaviour'), words),
    containers: () => containersIn(join(folder, 'containers')),
    calls: () =>
      readText(join(folder, 'calls.ndjson'))
        .split('\n')
        .filter((line) => line !== '')
        .map((line) => JSON.parse(line) as string[]),
    remove: () => {
      lifeline.destroy();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** Belongs to nobody, so that containers are no descendants of who asks for them; it ends with what this gives. */
function startEngine(env: NodeJS.ProcessEnv): Socket {
  const words = [process.execPath, join(FIXTURES, 'docker/engine.mjs')];
  const stdio = ['ignore', 'ignore', 'inherit', 'pipe'] as const;
  const shell = spawn('sh', ['-c', '"$@" &', 'sh', ...words], { detached: true, env, stdio: [...stdio] });
  const lifeline = shell.stdio[3] as Socket;
  shell.unref();
  lifeline.unref();
  return lifeline;
}

function asImage(ref: string, image: StandInImage): object {
  const { serves = ['servers/hello.mjs'], env = {}, exposes = [80], isRemote = false, version, ...others } = image;
  const { content = ref, pulledContent = content, ...rest } = others;
  const [file = '', ...args] = serves;
  return {
    ...rest,
    Id: idOf(content),
    pulledId: idOf(pulledContent),
    Config: {
      ExposedPorts: Object.fromEntries(exposes.map((port) => [`${port}/tcp`, {}])),
      Labels: version === undefined ? null : { 'org.opencontainers.image.version': version },
    },
    entrypoint: [],
    cmd: [process.execPath, join(FIXTURES, file), ...args],
    env,
    remote: isRemote,
  };
}

function idOf(content: string): string {
  return `sha256:${Buffer.from(content).toString('hex').padEnd(64, '0').slice(0, 64)}`;
}

function containersIn(folder: string): string[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder).flatMap((id) => {
    const text = readText(join(folder, id, 'container.json'));
    return text === '' ? [] : [(JSON.parse(text) as { name: string }).name];
  });
}

function readText(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return '';
  }
}
