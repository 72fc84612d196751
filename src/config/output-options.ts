import { extname } from 'node:path';
import { type OutputConfig, type OutputFile, REPORT_FORMATS, type ReportFormat } from '../model/config.js';
import type { OptionReader } from './option-reader.js';
import { accept, choice, type Parser, reject, yesOrNo } from './parsers.js';

const FORMAT_OF_EXTENSION: Readonly<Record<string, ReportFormat>> = {
  '.txt': 'text',
  '.wrk': 'wrk',
  '.json': 'json',
  '.md': 'markdown',
  '.html': 'html',
  '.csv': 'csv',
  '.ndjson': 'ndjson',
  '.hgrm': 'hgrm',
  '.hlog': 'hdr',
  '.xml': 'junit',
};

/** Reads the name of any report format; an extension in its place is told whose it is, other words which of `formats` there are. */
export function reportFormatOf(formats: readonly ReportFormat[]): Parser<ReportFormat> {
  return (text) => {
    const known = REPORT_FORMATS.find((format) => format === text);
    if (known !== undefined) return accept(known);
    const meant = FORMAT_OF_EXTENSION[`.${text.toLowerCase()}`];
    const format = choice(formats)(text);
    return format.ok || meant === undefined ? format : { ...format, hint: `did you mean ${meant}?` };
  };
}

/** Extensions that tell one of these formats, for messages and help. */
export function extensionsOf(formats: readonly ReportFormat[]): string[] {
  return Object.entries(FORMAT_OF_EXTENSION).flatMap(([extension, format]) =>
    formats.includes(format) ? extension : [],
  );
}

/** `[format=]FILE`, the format by extension where it is not named. */
export const outputFile = outputFileOf(REPORT_FORMATS);

function outputFileOf(formats: readonly ReportFormat[]): Parser<OutputFile> {
  return (text) => {
    const named = /^([a-z-]+)=(.*)$/.exec(text);
    if (named !== null) {
      const format = reportFormatOf(formats)(named[1]!);
      if (!format.ok) return format;
      return named[2] === '' ? reject(`names no file: "${text}"`) : accept({ format: format.value, path: named[2]! });
    }
    if (text === '') return reject('must name a file');
    const format = FORMAT_OF_EXTENSION[extname(text).toLowerCase()];
    if (format !== undefined) return accept({ format, path: text });
    return reject(
      `cannot tell the format of "${text}"`,
      `use ${extensionsOf(formats).join(', ')}, or name it: json=${text}`,
    );
  };
}

/** The format where none is given: whoever writes wrk's `-L` expects what wrk prints. */
export function formatOf({ latency }: { readonly latency: boolean }, otherwise: ReportFormat): ReportFormat {
  return latency ? 'wrk' : otherwise;
}

/** Where the report goes and in which forms; what is no format is told which of `formats` there are. */
export function readOutput(
  reader: OptionReader,
  defaultFormat: ReportFormat,
  formats: readonly ReportFormat[] = REPORT_FORMATS,
): OutputConfig {
  const files = reader.readList('output', outputFileOf(formats), (text) => text.split(',').map((part) => part.trim()));
  for (const [index, file] of files.entries()) {
    if (files.findIndex((other) => other.path === file.path) < index) {
      reader.refuse('--output', `writes "${file.path}" twice`, 'give each format its own file');
    }
  }
  const format = reader.read('format', reportFormatOf(formats), defaultFormat);
  const ci = reader.read('ci', yesOrNo, true) ? {} : { ci: false };
  return { format, files, quiet: reader.isOn('quiet'), ...ci };
}

/** The others are about one distribution of latencies or a list of cells, and a search has one for each step. */
export const FORMATS_OF_A_SEARCH: readonly ReportFormat[] = ['text', 'json', 'markdown', 'html', 'csv', 'ndjson'];

/** Refuses for a search what would have nothing to say of it. */
export function refuseFormatsOfOneLoad(reader: OptionReader, { format, files }: OutputConfig): void {
  const hint = `choose from ${FORMATS_OF_A_SEARCH.join(', ')}`;
  if (!FORMATS_OF_A_SEARCH.includes(format)) {
    reader.refuse('--format', `${format} is about one load, and a search has many`, hint);
  }
  for (const { format: of, path } of files) {
    if (!FORMATS_OF_A_SEARCH.includes(of)) {
      reader.refuse('--output', `"${path}": ${of} is about one load, and a search has many`, hint);
    }
  }
}
