import assert from 'node:assert/strict';
import { test } from 'node:test';
import { each, type Markup, markup, NOTHING, unbroken, when } from '../../../src/report/html/markup.js';

test('whatever is put in is escaped, in elements and in attributes, in either quotes', () => {
  const name = `<img src=x onerror="a()">&'`;
  assert.equal(
    markup`<td title="${name}">${name}</td>`.html,
    '<td title="&lt;img src=x onerror=&quot;a()&quot;&gt;&amp;&#39;">&lt;img src=x onerror=&quot;a()&quot;&gt;&amp;&#39;</td>',
  );
});

test('HTML within HTML is left as it is, and lists stand one after the other', () => {
  const inner = each(['a', '<'], (word) => markup`<i>${word}</i>`);
  assert.equal(markup`<p>${inner}${[1, ' & ', NOTHING]}</p>`.html, '<p><i>a</i>\n<i>&lt;</i>1 &amp; </p>');
});

test('what does not apply is not made', () => {
  const fails = (): Markup => assert.fail('must not be made');
  assert.equal(when(false, fails).html, '');
  assert.equal(when(true, () => markup`<b>${2}</b>`).html, '<b>2</b>');
});

test('control characters and marks that turn the direction of text do not get through', () => {
  assert.equal(markup`${'a\u0000b\u001b[2J\u202ec\nd'}`.html, 'a?b?[2J?c d');
});

test('a number stays in one line with its unit and its groups, and nothing else is held together', () => {
  const held = (text: string): string => unbroken(text).html.replaceAll('\u00a0', '_');
  assert.equal(held('allowed -5 %, 12 345 req/s in 2 s < 3 min'), 'allowed -5_%, 12_345_req/s in 2_s &lt; 3_min');
  assert.equal(held('6 launches of 2 servers, 4 by 1234'), '6 launches of 2 servers, 4 by 1234');
});
