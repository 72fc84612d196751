import { escaped, Markup } from './markup.js';

/** What an SVG is called in the page. */
export interface SvgNames {
  /** Unique in the page. */
  readonly id: string;
  readonly className: string;
  readonly label: string;
  readonly description: string;
  /** What is said of the shapes of each mark when they are pointed at, by the index of the mark. */
  readonly hints: ReadonlyMap<number, string>;
}

/** Shapes that a hint is worth its bytes on. */
const HINTED = new Set(['path', 'polyline', 'rect']);

/**
 * An SVG of ECharts as part of the page: with a name and a description, with ids of its own, and without what styles say
 * already. Colours stay references to variables of the page, so that they follow light and dark; every shape of a mark
 * has the class of the mark.
 */
export function inlineSvg(svg: string, names: SvgNames): Markup {
  const { id, className, label, description, hints } = names;
  const [, width = '0', height = '0'] = /<svg width="([\d.]+)" height="([\d.]+)"/.exec(svg) ?? [];
  const body = svg
    .replace(/^[\s\S]*?<svg[^>]*>/, '')
    .replace(/<style[^>]*>[\s\S]*?<\/style>/g, '')
    .replace(
      / (?:class="zr\d+-cls-\d+"|ecmeta_\w+="[^"]*"|pointer-events="visible"|xml:space="preserve"|fill="#000")/g,
      '',
    )
    .replace(/ style="(?:font-size:12px;font-family:sans-serif;|font: ?12px sans-serif)"/g, '')
    .replace(/<(\w+) ([^>]*)>(<\/\1>)?/g, (_, tag: string, attributes: string, end?: string) =>
      shapeOf(tag, shortened(attributes, id), end !== undefined, hints),
    )
    .replace(/\n+/g, '\n');
  const head = [
    `<svg class="${className}" viewBox="0 0 ${width} ${height}" role="img" aria-label="${escaped(label)}" aria-describedby="${id}">`,
    `<desc id="${id}">${escaped(description)}</desc>`,
  ];
  return new Markup(`${head.join('')}${body}`);
}

/** Places with two decimals, ids of the page; what stands between tags is words, and nobody's to shorten. */
function shortened(attributes: string, id: string): string {
  return attributes.replace(/(\d\.\d\d)\d+/g, '$1').replace(/zr\d+-/g, `${id}-`);
}

function shapeOf(tag: string, attributes: string, isEmpty: boolean, hints: ReadonlyMap<number, string>): string {
  const mark = /"var\(--t(\d+)\)"/.exec(attributes)?.[1];
  const classes = mark === undefined ? '' : ` class="t t${mark}"`;
  const open = `<${tag} ${attributes.trim()}${classes}`;
  const hint = mark === undefined || !HINTED.has(tag) ? undefined : hints.get(Number(mark));
  if (!isEmpty) return `${open}>`;
  return hint === undefined ? `${open}/>` : `${open}><title>${escaped(hint)}</title></${tag}>`;
}
