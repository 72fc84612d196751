import { z } from 'zod';

const quantity = z.union([z.string(), z.number()]);

/** Options of `run` that a preset may set, under the names they have in a config file. */
const options = z
  .strictObject({
    targets: z.array(z.string()).min(1),
    baseline: z.string(),
    scenarios: z.array(z.string()).min(1),
    connections: quantity,
    threads: quantity,
    duration: quantity,
    launches: quantity,
    warmup: quantity,
    mode: z.string(),
  })
  .partial();

const shape = z.strictObject({
  name: z.string().min(1),
  scenarios: z.array(z.string()).min(1),
  connections: z.number().int().positive().optional(),
  connectionsPerCore: z.number().int().positive().optional(),
  threads: z.number().int().positive().max(256),
  duration: quantity.optional(),
  /** With --quick. */
  quickDuration: quantity.optional(),
});

const common = { id: z.string().min(1), text: z.string().min(1), source: z.string().min(1).optional() };
const side = { target: z.string(), scenario: z.string() };
/** Names of shapes; absent: the scenario's own load. */
const profiles = { profiles: z.array(z.string()).min(1).optional() };
const compared = {
  ...common,
  ...side,
  ...profiles,
  base: z.string(),
  /** Whether it is held against every scenario of `endpoints`, too, though it was not said of them. */
  isHeldAgainstEndpoints: z.boolean().optional(),
};

const claim = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('throughput-ratio'), ...compared, claimed: z.number().positive() }),
  z.strictObject({ kind: z.literal('latency-reduction'), ...compared, claimed: z.number().positive().lt(1) }),
  z.strictObject({ kind: z.literal('throughput'), ...common, ...side, ...profiles, claimed: z.number().positive() }),
  z.strictObject({
    kind: z.literal('evenness'),
    ...common,
    ...side,
    baseScenario: z.string(),
    claimed: z.number().positive(),
  }),
  z.strictObject({
    kind: z.literal('unmeasured'),
    ...common,
    claimed: z.number().nullable(),
    why: z.string().min(1),
  }),
]);

/** A preset's file: options of `run`, loads of its own for some scenarios, and claims to hold against the result. */
export const presetSchema = z.strictObject({
  title: z.string().min(1),
  options: options,
  quick: options.optional(),
  shapes: z.array(shape).optional(),
  /** Of every claim that names none. */
  source: z.string().optional(),
  claims: z.array(claim).optional(),
  endpoints: z.array(z.strictObject({ scenario: z.string(), text: z.string().min(1) })).optional(),
});

export type UserPreset = z.infer<typeof presetSchema>;
export type UserClaim = z.infer<typeof claim>;
export type UserShape = z.infer<typeof shape>;
