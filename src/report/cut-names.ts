import type { Report } from '../model/report.js';
import { printable } from '../units/words.js';
import { shorten } from './format.js';
import type { Row, Section } from './row.js';

/** A target's name, behind its number in the report where it has to be cut: two cut names may look the same. */
export function cutName({ report, target }: Row, longest: number, name = printable(target.name)): string {
  return name.length <= longest ? name : numbered(report.targets.indexOf(target) + 1, name, longest);
}

/** What some of the sections are called; those that look the same where they are cut, behind the numbers of their tables. */
export function cutTitles(
  report: Report,
  sections: readonly Section[],
  some: readonly Section[],
  longest: number,
): string[] {
  const titles = some.map((section) => titleOf(report, section));
  const cut = titles.map((title) => shorten(title, longest));
  return some.map((section, index) => {
    const isAlone = some.every((other, place) => other === section || cut[place] !== cut[index]);
    return isAlone ? cut[index]! : numbered(sections.indexOf(section) + 1, titles[index]!, longest);
  });
}

/** The scenario, and the rate where it was measured at several. */
function titleOf({ profiles }: Report, { scenario, profile }: Section): string {
  const isOneOfKind = profiles.filter(({ kind }) => kind === profile.kind).length <= 1;
  return printable(isOneOfKind ? scenario.name : `${scenario.name} ${profile.name}`);
}

function numbered(number: number, name: string, longest: number): string {
  const mark = `#${number}`;
  return `${mark} ${shorten(name, longest - mark.length - 1)}`;
}
