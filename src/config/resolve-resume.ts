import { ConfigError } from '../errors.js';
import type { OutputConfig } from '../model/config.js';
import { RUN_DEFAULTS } from './defaults.js';
import { environmentName, flagName, OptionReader } from './option-reader.js';
import { readOutput } from './output-options.js';
import { anyText } from './parsers.js';
import type { RunInput } from './resolve-run.js';

/** `run --resume` after everything has been merged and checked. */
export interface ResumeConfig {
  /** Its id, or `last`. */
  readonly run: string;
  readonly output: OutputConfig;
}

/** What may stand beside `--resume`: what says where the result goes, and nothing of what is measured. */
const HARMLESS: readonly string[] = ['resume', 'format', 'output', 'quiet', 'ci', 'config', 'debug'];

/** Reads which run goes on, and where its report goes; throws all problems as one ConfigError. */
export function resolveResume({ positionals, flags, file, fileName, env }: RunInput): ResumeConfig {
  const reader = new OptionReader({
    flags,
    env,
    file: file ?? {},
    filePrefix: '',
    fileName: fileName ?? 'config file',
  });
  const { where = '--resume', source = 'flag' } = reader.given('resume') ?? {};
  const hint = source === 'flag' ? `leave it out, or measure anew without ${where}` : `unset ${where} to measure anew`;
  for (const text of positionals) {
    reader.refuse(`target "${text}"`, 'a run that is resumed has its targets', hint);
  }
  for (const [name, value] of Object.entries(flags)) {
    if (value === undefined || HARMLESS.includes(name)) continue;
    reader.refuse(flagName(name), 'would make another run of the one that is resumed', hint);
  }
  // Others may be set for every run of a job; of these somebody expects that nothing is measured.
  for (const name of ['printConfig', 'dryRun']) {
    if (reader.given(name)?.source !== 'environment' || !reader.isOn(name)) continue;
    reader.refuse(environmentName(name), 'asks for no measurement, and a run that is resumed is measured', 'unset it');
  }
  const config = { run: reader.read('resume', anyText, 'last'), output: readOutput(reader, RUN_DEFAULTS.format) };
  if (reader.problems.length > 0) throw new ConfigError(reader.problems);
  return config;
}
