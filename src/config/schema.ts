import { z } from 'zod';
import type { UserConfig } from './user-config.js';

// Only shapes are checked here: values meet the same parsers as flags do, in resolve-run and resolve-load.
const quantity = z.union([z.string(), z.number()]);
const oneOrMore = z.union([z.string(), z.array(z.string())]);
const texts = z.record(z.string(), z.string());

const request = {
  path: z.string(),
  method: z.string(),
  headers: texts,
  body: z.string(),
  json: z.json(),
};

const expectation = z
  .strictObject({
    status: quantity,
    mediaType: z.string(),
    text: z.string(),
    json: z.json(),
    bytes: z.number().int().nonnegative(),
    header: oneOrMore,
    contains: oneOrMore,
    paths: z.record(z.string(), z.json()),
    size: quantity,
  })
  .partial();

const weighted = { ...request, weight: quantity, expect: expectation };

const scenario = z
  .strictObject({
    ...request,
    requests: z.array(z.strictObject(weighted).partial()),
    expect: expectation,
    env: texts,
    data: z.string(),
    distribution: z.string(),
    connections: quantity,
    files: z.record(z.string(), z.union([z.string(), z.number(), z.strictObject({ text: z.string() })])),
    prepare: z.array(z.strictObject(request).partial()),
  })
  .partial()
  .extend({ name: z.string().min(1) });

/** How servers are started. */
const launch = { env: texts, cwd: z.string(), prepare: z.string(), cleanup: z.string() };

const target = z
  .strictObject({
    label: z.string(),
    name: z.string(),
    command: z.string(),
    url: z.string(),
    image: z.string(),
    service: z.string(),
    ...launch,
    port: z.number(),
    args: z.array(z.string()),
    cpus: z.number(),
    memory: z.string(),
    pull: z.string(),
    network: z.string(),
    composeFile: oneOrMore,
    start: z.string(),
    stop: z.string(),
  })
  .partial();

const range = z.strictObject({ from: z.number(), to: z.number(), step: z.number().optional() });
const parameter = z.union([z.array(quantity), range]);

const threshold = z
  .strictObject({
    scenario: z.string(),
    maxRegression: quantity,
    max: quantity,
    min: quantity,
    loop: z.string(),
    severity: z.string(),
  })
  .partial()
  .extend({ metric: z.string() });

const options = {
  path: z.string(),
  method: z.string(),
  headers: texts,
  body: z.string(),
  input: z.string(),
  expectStatus: quantity,
  connections: quantity,
  pipelining: quantity,
  threads: quantity,
  timeout: quantity,
  connectTimeout: quantity,
  engine: z.string(),
  duration: quantity,
  warmup: quantity,
  format: z.string(),
  output: oneOrMore,
  quiet: z.boolean(),
};

const gate = z
  .strictObject({
    base: z.string(),
    start: z.string(),
    build: oneOrMore,
    folder: z.string(),
    baseline: z.string(),
    against: z.string(),
    candidates: z.array(z.string()).min(1),
    thresholds: z.array(z.union([z.string(), threshold])),
    onInconclusive: z.string(),
    onInvalid: z.string(),
    confirm: z.boolean(),
    budget: quantity,
    looks: z.union([quantity, z.array(z.number())]),
  })
  .partial();

/** The shape of a config file. */
export const userConfigSchema = z
  .strictObject({
    ...options,
    $schema: z.string(),
    extends: oneOrMore,
    ...launch,
    prepareTimeout: quantity,
    preset: z.string(),
    targets: z.array(z.union([z.string(), target])).min(1),
    parameters: z.record(z.string(), parameter),
    targetsDir: oneOrMore,
    baseline: z.string(),
    scenarios: z.array(z.union([z.string(), scenario])).min(1),
    health: z.string(),
    readyTimeout: quantity,
    launches: quantity,
    budget: quantity,
    resolve: quantity,
    blocks: quantity,
    slice: quantity,
    seed: quantity,
    quick: z.boolean(),
    mode: z.string(),
    loop: z.string(),
    rate: quantity,
    arrivals: z.string(),
    workers: quantity,
    pin: z.boolean(),
    margins: z.record(z.string(), quantity),
    ci: z.boolean(),
    gate,
    load: z
      .strictObject({
        ...options,
        ...launch,
        prepareTimeout: quantity,
        url: z.string(),
        command: z.array(z.string()),
        health: z.string(),
        readyTimeout: quantity,
        requests: quantity,
        think: quantity,
        keepalive: z.boolean(),
        reconnectEvery: quantity,
        rate: quantity,
        arrivals: z.string(),
        stages: z.string(),
        maxConnections: quantity,
        seed: quantity,
        request: oneOrMore,
        scenario,
        form: oneOrMore,
        data: z.string(),
        targetsFile: z.string(),
        har: z.string(),
        hook: z.string(),
        expectHeader: oneOrMore,
        expectBody: z.string(),
        expectContains: oneOrMore,
        expectJson: oneOrMore,
        expectSize: quantity,
        maxErrors: quantity,
        bail: z.boolean(),
        threshold: oneOrMore,
        http2: z.boolean(),
        connectTo: z.string(),
        ca: z.string(),
        cert: z.string(),
        key: z.string(),
        sni: z.string(),
        insecure: z.boolean(),
        latency: z.boolean(),
        store: z.boolean(),
      })
      .partial(),
  })
  .partial() satisfies z.ZodType<UserConfig>;

/** The keys that are known at a path of a config file. */
export function keysAt(path: readonly PropertyKey[]): readonly string[] {
  if (path[0] === 'targets') return Object.keys(target.shape);
  if (path[0] === 'parameters') return Object.keys(range.shape);
  if (path[0] === 'gate') return Object.keys(path[1] === 'thresholds' ? threshold.shape : gate.shape);
  if (path[0] === 'load' && path[1] !== 'scenario') return Object.keys(userConfigSchema.shape.load.unwrap().shape);
  if (path[0] !== 'scenarios' && path[0] !== 'load') return Object.keys(userConfigSchema.shape);
  if (path.includes('expect')) return Object.keys(expectation.shape);
  if (path.includes('files')) return ['text'];
  if (path.includes('prepare')) return Object.keys(request);
  return path.includes('requests') ? Object.keys(weighted) : Object.keys(scenario.shape);
}
