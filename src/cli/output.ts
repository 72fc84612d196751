import { accessSync, constants, statSync, writeFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { ConfigError, EXIT, PerfcmpError, type Problem } from '../errors.js';
import type { OutputConfig, OutputFile } from '../model/config.js';
import type { Report } from '../model/report.js';
import { print, withNewline } from './streams.js';
import { DEFAULT_WIDTH, mayColor, mayUseUnicode, type Terminal, widthOf } from './terminal.js';

/** How a report is shown, beyond its format. */
export interface DeliveryOptions {
  /** wrk's Latency Distribution block. */
  readonly latency: boolean;
  readonly storedAs: string | null;
  /** Another run may have been stored since; absent: it was just measured. */
  readonly isOlder?: boolean;
}

/** Refuses output files that could not be written, before an hour is spent on measuring. */
export function checkOutputFiles(files: readonly OutputFile[], cwd: string): void {
  const problems = files.flatMap(({ path }): readonly Problem[] => {
    const reason = whyNotWritable(resolve(cwd, path));
    return reason === null ? [] : [{ where: '--output', message: `cannot write "${path}": ${reason}` }];
  });
  if (problems.length > 0) throw new ConfigError(problems);
}

/** Prints the report on stdout and writes it to every file asked for. */
export async function deliverReport(
  terminal: Terminal,
  report: Report,
  output: OutputConfig,
  options: DeliveryOptions,
): Promise<void> {
  const { stdout, env } = terminal;
  // Not needed before there is a report, and not quick to load.
  const { renderAnyFormat } = await import('../report/render.js');
  const look = { width: widthOf(stdout), color: mayColor(stdout, env), unicode: mayUseUnicode(env) };
  const isOnTerminal = stdout.isTTY === true;
  await print(stdout, await renderAnyFormat(report, output.format, { ...options, ...look, isOnTerminal }));
  await writeReports(terminal, report, output.files, options);
}

/** Writes the report to files. */
export async function writeReports(
  { cwd }: Terminal,
  report: Report,
  files: readonly OutputFile[],
  options: DeliveryOptions,
): Promise<void> {
  const { renderAnyFormat } = await import('../report/render.js');
  const look = { width: DEFAULT_WIDTH, color: false, unicode: true };
  for (const { format, path } of files) {
    const text = await renderAnyFormat(report, format, { ...options, ...look });
    writeReportFile(resolve(cwd, path), withNewline(text));
  }
}

function writeReportFile(path: string, text: string): void {
  try {
    writeFileSync(path, text);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new PerfcmpError('output', `cannot write "${path}": ${reason}`, EXIT.usage, {
      hint: 'the stored run can be written again: perfcmp report last --output FILE',
      cause: error,
    });
  }
}

function whyNotWritable(path: string): string | null {
  try {
    if (statSync(path, { throwIfNoEntry: false })?.isDirectory()) return 'it is a folder';
    accessSync(dirname(path), constants.W_OK);
    return null;
  } catch (error) {
    const missing = error instanceof Error && 'code' in error && error.code === 'ENOENT';
    return missing ? `no folder ${dirname(path)}` : `no permission in ${dirname(path)}`;
  }
}
