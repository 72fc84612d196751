import assert from 'node:assert/strict';
import { test } from 'node:test';
import { meaningOf, parsePlaceholders } from '../../../src/config/requests/placeholders.js';

const PARSED: readonly [string, readonly unknown[]][] = [
  ['', []],
  ['/a', ['/a']],
  ['/{{id}}', ['/', { text: '{{id}}', expression: 'id' }]],
  [
    '{{ id }}{{seq}}',
    [
      { text: '{{ id }}', expression: 'id' },
      { text: '{{seq}}', expression: 'seq' },
    ],
  ],
  ['{"a":{"id":{{id}}}}', ['{"a":{"id":', { text: '{{id}}', expression: 'id' }, '}}']],
  ['{{{id}}}', ['{', { text: '{{id}}', expression: 'id' }, '}']],
  ["a{{'{{'}}b}}", ['a{{b}}']],
  ["{{'{{'}}id}}{{id}}", ['{{id}}', { text: '{{id}}', expression: 'id' }]],
];

for (const [text, parts] of PARSED) {
  test(`the placeholders of ${JSON.stringify(text)} are found`, () => {
    assert.deepEqual(parsePlaceholders(text), { ok: true, value: parts });
  });
}

for (const text of ['{{', '/{{id', '{{id}}{{', '{{a{b}}', '{{{{id}}']) {
  test(`${text} is refused, with how two braces are written`, () => {
    const parsed = parsePlaceholders(text);
    assert.ok(!parsed.ok);
    assert.match(parsed.message, /has \{\{ without a placeholder/);
    assert.match(parsed.hint ?? '', /\{\{'\{\{'\}\}/);
  });
}

function meaning(expression: string, columns: readonly string[] | null = null): unknown {
  const found = meaningOf({ text: `{{${expression}}}`, expression }, columns);
  return found.ok ? found.value : `${found.message} | ${found.hint}`;
}

test('placeholders mean columns, numbers, UUIDs and chance', () => {
  assert.deepEqual(meaning('seq'), { kind: 'seq' });
  assert.deepEqual(meaning('uuid'), { kind: 'uuid' });
  assert.deepEqual(meaning('random:1..100'), { kind: 'integer', from: 1, to: 100 });
  assert.deepEqual(meaning('random:-5..-5'), { kind: 'integer', from: -5, to: -5 });
  assert.deepEqual(meaning('random:a|b c|'), { kind: 'choice', choices: ['a', 'b c', ''] });
  assert.deepEqual(meaning('user id', ['user id']), { kind: 'column', name: 'user id' });
  assert.deepEqual(meaning('seq', ['seq']), { kind: 'column', name: 'seq' }, 'a column of that name wins');
});

test('what means nothing is told with the nearest name', () => {
  assert.equal(meaning('nmae', ['id', 'name']), 'has an unknown placeholder {{nmae}} | did you mean name?');
  assert.equal(meaning('uiud', ['id']), 'has an unknown placeholder {{uiud}} | did you mean uuid?');
  assert.match(String(meaning('zebra', ['id'])), /\| columns: id; beside them seq, uuid and random:1\.\.100$/);
  assert.match(String(meaning('zebra')), /\| there is no --data; without it there are seq, uuid/);
  assert.match(String(meaning('random')), /^cannot read \{\{random\}\} \| write it like/);
  assert.match(String(meaning('random:9..1')), /^has no number in the range/);
  assert.match(String(meaning('random:0..99999999999999999999')), /^has no number in the range/);
});
