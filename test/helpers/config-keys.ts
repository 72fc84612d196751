import { textOf } from '../docs/documents.js';

/** The page that says what every key of a config file means. */
export const CONFIG_PAGE = 'docs/CONFIG.md';

/** A row of the page. */
export interface DocumentedKey {
  readonly key: string;
  readonly type: string;
  /** JSON between backticks, or words. */
  readonly defaultText: string;
  readonly example: unknown;
  readonly meaning: string;
}

/** Headings of the page whose tables have the keys of one kind of object, with a place where such an object stands. */
export const KEY_SECTIONS = {
  'What run is told': [],
  'A target': ['targets', 0],
  'A scenario': ['scenarios', 0],
  'A request of a scenario': ['scenarios', 0, 'requests', 0],
  'What must come back': ['scenarios', 0, 'expect'],
  'What load is told': ['load'],
  'What gate is told': ['gate'],
  'A threshold': ['gate', 'thresholds', 0],
} as const satisfies Readonly<Record<string, readonly PropertyKey[]>>;

export type KeySection = keyof typeof KEY_SECTIONS;

/** The documented keys of a section, from all of its tables. */
export function documentedKeys(section: KeySection, page = textOf(CONFIG_PAGE)): readonly DocumentedKey[] {
  const [, text = ''] = page.split(`\n## ${section}\n`);
  const [own = ''] = text.split(/\n## /);
  return own.split('\n').flatMap((line): DocumentedKey[] => {
    const cells = line.split('|').map((cell) => cell.trim());
    const key = /^`([^`]+)`$/.exec(cells[1] ?? '')?.[1];
    if (key === undefined || cells.length !== 7) return [];
    const [, , type = '', defaultText = '', example = '', meaning = ''] = cells;
    return [{ key, type, defaultText, example: JSON.parse(example.replaceAll('`', '')), meaning }];
  });
}
