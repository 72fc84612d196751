import assert from 'node:assert/strict';
import { test } from 'node:test';
import { EXIT } from '../../src/errors.js';
import { renderReport } from '../../src/report/render.js';
import { CI_CASES, RENDER_OPTIONS } from '../helpers/ci-cases.js';
import { readWithPython } from '../helpers/consumers.js';
import { gateDiedAgain, gateDoubted, gateReport } from '../helpers/gate-cases.js';
import { readXml, type XmlElement } from '../helpers/xml.js';

// There is no official schema. The rules are those of the schema of Jenkins' xunit plugin (junit-10.xsd: names, order and
// required attributes) and of what GitLab and JUnit's reporters read: one result a case, counts that add up.
const RESULTS = ['failure', 'error', 'skipped'];
const CHILDREN: Readonly<Record<string, readonly string[]>> = {
  testsuites: ['testsuite'],
  testsuite: ['properties', 'testcase'],
  properties: ['property'],
  testcase: [...RESULTS, 'system-out'],
};
const REQUIRED: Readonly<Record<string, readonly string[]>> = {
  testsuites: ['name', 'tests', 'failures', 'errors', 'time'],
  testsuite: ['name', 'tests', 'failures', 'errors', 'skipped', 'time', 'timestamp', 'hostname'],
  property: ['name', 'value'],
  testcase: ['classname', 'name', 'time'],
  failure: ['type', 'message'],
  error: ['type', 'message'],
  skipped: ['message'],
};

const JUNITPARSER = [
  'from junitparser import JUnitXml',
  'xml = JUnitXml.fromstring(text.encode())',
  'declared = (xml.tests, xml.failures, xml.errors, xml.skipped)',
  'xml.update_statistics()',
  'assert declared == (xml.tests, xml.failures, xml.errors, xml.skipped), declared',
  'return "%s %s %s %s" % declared',
];

for (const [name, { report, exitCode }] of Object.entries(CI_CASES)) {
  test(`JUnit's readers understand ${name}`, () => {
    const root = readXml(renderReport(report, 'junit', RENDER_OPTIONS));
    assert.equal(root.name, 'testsuites');
    checkElement(root);
    checkCounts(root);
    for (const suite of root.children) checkCounts(suite);
    assert.ok(casesOf(root).length > 0, 'a file without tests is an error to many readers');
    const ids = casesOf(root).map(({ attributes }) => `${attributes.classname} ${attributes.name}`);
    assert.equal(new Set(ids).size, ids.length, 'no test twice');
  });

  test(`a file of ${name} fails exactly where its exit code does`, (context) => {
    if (exitCode === EXIT.sigint) return context.skip('what was interrupted fails nothing');
    const root = readXml(renderReport(report, 'junit', RENDER_OPTIONS));
    const failed = Number(root.attributes.failures) + Number(root.attributes.errors);
    assert.equal(failed > 0, exitCode !== EXIT.ok);
  });
}

test('junitparser reads each as it is', (context) => {
  const documents = Object.values(CI_CASES).map(({ report }) => renderReport(report, 'junit', RENDER_OPTIONS));
  const read = readWithPython('junitparser', JUNITPARSER, documents);
  if (read === null) return context.skip('needs python3 with junitparser: .ci/consumers fetches it');
  const names = Object.keys(CI_CASES);
  const counts = documents.map((document) => {
    const { tests, failures, errors, skipped } = readXml(document).attributes;
    return `${tests} ${failures} ${errors} ${skipped}`;
  });
  assert.deepEqual(
    read.map((line, index) => [names[index], line]),
    counts.map((line, index) => [names[index], line]),
  );
});

test('a pass in doubt is named, not green', () => {
  const cases = casesOf(readXml(renderReport(gateDoubted(), 'junit', RENDER_OPTIONS)));
  const [doubted] = cases.filter(({ attributes }) => attributes.name === 'throughput vs base');
  const [result] = doubted?.children ?? [];
  assert.equal(result?.name, 'skipped');
  assert.match(result?.attributes.message ?? '', /^warning: pass \(answers differ\): 0\.991x/);
});

test('a target that died when a loss was shown again is an error, whatever is forgiven', () => {
  const cases = casesOf(readXml(renderReport(gateDiedAgain(), 'junit', RENDER_OPTIONS)));
  const [last, ...others] = cases.filter(({ children }) => children[0]?.name === 'error');
  assert.deepEqual([last?.attributes.classname, others], ['perfcmp.gate', []]);
  assert.match(
    last?.children[0]?.attributes.message ?? '',
    /: head failed when it was measured again: ended with code 9; /,
  );
});

test('names and messages are what they were, whatever they hold, but for what XML cannot hold', () => {
  const hostile = 'a"b<c>&\'d\u0000\u001b[31m\ud800\n\té';
  const report = gateReport('pass', 0, []);
  const failing = { ...report, targets: report.targets.map((target) => ({ ...target, failure: hostile })) };
  const [testcase] = casesOf(readXml(renderReport(failing, 'junit', RENDER_OPTIONS)));
  const [error] = testcase?.children ?? [];
  assert.equal(error?.attributes.message, 'a"b<c>&\'d??[31m?\n\té');
  assert.equal(error?.text, error?.attributes.message);
});

function checkElement(element: XmlElement): void {
  const missing = (REQUIRED[element.name] ?? []).filter((name) => element.attributes[name] === undefined);
  assert.deepEqual(missing, [], element.name);
  const known = CHILDREN[element.name] ?? [];
  const places = element.children.map((child) => known.indexOf(child.name));
  assert.ok(!places.includes(-1), `${element.name} holds only ${known.join(', ')}`);
  if (element.name === 'testsuite') assert.deepEqual(places, [...places].sort(), 'properties stand before the tests');
  if (element.name === 'testcase') assert.ok(element.children.length <= 1, 'a test has one result');
  if (known.length > 0) assert.equal(element.text.trim(), '');
  for (const child of element.children) checkElement(child);
}

function checkCounts(element: XmlElement): void {
  const cases = casesOf(element);
  const count = (result: string): number => cases.filter(({ children }) => children[0]?.name === result).length;
  const { tests, failures, errors, skipped, time, timestamp } = element.attributes;
  assert.deepEqual([tests, failures, errors, skipped].map(Number), [
    cases.length,
    count('failure'),
    count('error'),
    count('skipped'),
  ]);
  const seconds = cases.reduce((sum, { attributes }) => sum + Number(attributes.time), 0);
  assert.ok(Math.abs(Number(time) - seconds) < 0.001 * (cases.length + 1), 'times add up');
  if (element.name === 'testsuite') assert.match(timestamp ?? '', /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d$/);
}

function casesOf(element: XmlElement): XmlElement[] {
  return element.name === 'testcase' ? [element] : element.children.flatMap(casesOf);
}
