import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ConfigError } from '../errors.js';
import { CONFIG_FILE_NAMES } from '../model/config.js';
import { draftConfig } from '../project/config-draft.js';
import { type ConfigLanguage, configText } from '../project/config-text.js';
import type { Project } from '../project/project.js';
import { readProject } from '../project/read-project.js';

/** What is asked of `init`. */
export interface InitOptions {
  readonly isJson: boolean;
  /** Writes over a file of the same name. */
  readonly force: boolean;
  /** Only tells what would be written. */
  readonly dryRun: boolean;
}

/** What was made, and of what. */
export interface InitResult {
  readonly fileName: string;
  readonly text: string;
  readonly project: Project;
  readonly isWritten: boolean;
  /** Runs are stored in a folder of the project from now on, and git would see them. */
  readonly isStoreSeenByGit: boolean;
}

const HEAD = [
  'perfcmp run measures what this says; perfcmp run --quick is a first, rough look.',
  'perfcmp run --print-config tells what everything comes to; docs/CONFIG.md of perfcmp has every key.',
];

/** Writes a config for a folder, made of what can be found out about it; throws where there is one. */
export function initConfig(folder: string, { isJson, force, dryRun }: InitOptions): InitResult {
  const project = readProject(folder);
  const language: ConfigLanguage = isJson ? 'json' : project.usesTypeScript ? 'ts' : 'js';
  const fileName = `perfcmp.config.${language === 'js' ? 'mjs' : language}`;
  if (!dryRun) refuseExisting(folder, fileName, force);
  const text = configText(draftConfig(project), language, { hasPerfcmp: project.hasPerfcmp, comment: HEAD });
  if (!dryRun) write(folder, fileName, text, force);
  return {
    fileName,
    text,
    project,
    isWritten: !dryRun,
    isStoreSeenByGit: project.isRepository && !ignoresReports(folder),
  };
}

function write(folder: string, fileName: string, text: string, force: boolean): void {
  try {
    writeFileSync(join(folder, fileName), text, { flag: force ? 'w' : 'wx' });
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    const hint = 'make the folder writable, or see --dry-run for what would be written';
    throw new ConfigError([{ where: fileName, message: `cannot be written: ${reason}`, hint }]);
  }
}

function refuseExisting(folder: string, fileName: string, force: boolean): void {
  const found = CONFIG_FILE_NAMES.filter((name) => existsSync(join(folder, name)));
  const problems = found.flatMap((name) => {
    if (name !== fileName) {
      return [{ where: name, message: `is there already, beside which ${fileName} would be a second`, hint: REMOVE }];
    }
    return force ? [] : [{ where: name, message: 'is there already', hint: KEEP }];
  });
  if (problems.length > 0) throw new ConfigError(problems);
}

const KEEP = '--force writes over it, --dry-run shows what would be written';
const REMOVE = 'remove it first, or see --dry-run for what would be written';

function ignoresReports(folder: string): boolean {
  const path = join(folder, '.gitignore');
  return existsSync(path) && /^\/?reports\/?\s*$/m.test(readFileSync(path, 'utf8'));
}
