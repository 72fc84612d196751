import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fillPlaces, placesIn } from '../../src/units/placeholders.js';

test('places are filled that have a value, and nothing else in braces is touched', () => {
  const others = `{{A}} $${'{A}'} { A } {A-1} {"A":1}`;
  const text = `{A} {B} ${others}`;
  assert.equal(fillPlaces(text, { A: '$& x' }), `$& x {B} ${others}`);
  assert.equal(fillPlaces('{"n":{A}}', { A: '1' }), '{"n":1}');
  assert.deepEqual(placesIn(`${text} {A}`), ['A', 'B']);
  assert.equal(fillPlaces('{toString}', {}), '{toString}');
});
