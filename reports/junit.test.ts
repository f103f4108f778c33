import { junitFaults } from '../tests/support/junit-structure';
import { parseXml, type ReadElement } from '../tests/support/xml';
import { junitXml } from './junit';
import { MIXED, runOf } from './testing/run';

const read = (verdict = MIXED): ReadElement => parseXml(junitXml(runOf(verdict)));
const suiteOf = (root: ReadElement): ReadElement => root.children[0]!;
const casesOf = (root: ReadElement): readonly ReadElement[] =>
  suiteOf(root).children.filter(({ name }) => name === 'testcase');
const caseCalled = (name: string): ReadElement =>
  casesOf(read()).find(({ attributes }) => attributes['name'] === name)!;

test('it has the structure that readers of JUnit XML expect', () => {
  expect(junitFaults(read())).toEqual([]);
});

test('the structure check finds what is wrong', () => {
  const wrong = parseXml(
    '<testsuites skipped="1"><testsuite name="a" tests="1" failures="0" time="soon">text<testcase><skip/></testcase></testsuite></testsuites>',
  );
  expect(junitFaults(wrong)).toEqual([
    'testsuites: attribute skipped',
    'testsuites/testsuite[0]: no attribute errors',
    'testsuites/testsuite[0]: time soon',
    "testsuites/testsuite[0]: text 'text'",
    'testsuites/testsuite[0]/testcase[0]: no attribute name',
    'testsuites/testsuite[0]/testcase[0]/skip[0]: not here',
  ]);
});

test('one case per rule and one per divergence, counted by how they ended', () => {
  const root = read();
  expect(
    casesOf(root).map(({ attributes, children }) => [attributes['name'], children.map(({ name }) => name)]),
  ).toEqual([
    ['PT-001 MMIO leaves do not carry it', ['system-out']],
    ['PT-032 MMIO leaves do not carry it', ['failure']],
    ['PT-055 MMIO leaves do not carry it', ['skipped']],
    ['PT-073 MMIO leaves do not carry it', ['skipped', 'system-out']],
    ['PT-173 MMIO leaves do not carry it', ['skipped']],
    ['conformance end: tables', ['failure']],
    ['casualty mapPages: crashed', ['error']],
    ['conformance iommuMap: events(sync)', ['skipped', 'system-out']],
  ]);
  const totals = { tests: '8', failures: '2', errors: '1' };
  expect(root.attributes).toMatchObject(totals);
  expect(suiteOf(root).attributes).toEqual({
    name: 'page-table/linux-6.12-amdv1',
    ...totals,
    skipped: '4',
    time: '4.250',
  });
  expect(new Set(casesOf(root).map(({ attributes }) => attributes['classname']))).toEqual(
    new Set(['page-table/linux-6_12-amdv1']),
  );
});

test('the suite says what was run', () => {
  const [properties] = suiteOf(read()).children;
  expect(properties!.children.map(({ attributes }) => [attributes['name'], attributes['value']])).toEqual([
    ['tool version', '0.1.0'],
    ['machine', 'page-table'],
    ['subject', 'linux-6.12-amdv1'],
    ['subject version', '6.12.117'],
    ['profile', 'linux-6.12'],
    ['assumptions', 'AMB-LEN=einval'],
    ['seed', '5eed'],
    ['cases', '20000'],
    ['ops', '2006000'],
    ['ways of failing not kept', '3'],
    ['deviation no longer shows', 'PT-073 iommuMap ret(0 for -EADDRINUSE (-98))'],
  ]);
});

test('a failure has the reason, the smallest trace, the line that replays it, and what else breaks the rule', () => {
  const [failure] = caseCalled('PT-032 MMIO leaves do not carry it').children;
  expect(failure!.attributes).toEqual({
    message: 'the leaf at iova 0x1000 maps MMIO and has the C-bit set',
    type: 'required',
  });
  for (const line of [
    '  > 1  mapPages(iova 0x1000)',
    '  npx iommu-conformance replay out/linux 6.12/PT-032-mapPages-1.json',
    'PT-032 also in unmap: entries(C-bit) (/elsewhere/PT-032-unmap-1.json)',
  ]) {
    expect(failure!.text.split('\n')).toContain(line);
  }
});

test.each([
  ['PT-055 MMIO leaves do not carry it', 'not reached: 7 times exercised'],
  ['PT-073 MMIO leaves do not carry it', 'known deviation: docs/findings.md F-22'],
  ['PT-173 MMIO leaves do not carry it', 'not tested: sequential subjects'],
])('%s is skipped with its reason', (name, message) => {
  expect(caseCalled(name).children[0]).toMatchObject({ name: 'skipped', attributes: { message } });
});

test('what a dying subject said stands in the report as text', () => {
  const [error] = caseCalled('casualty mapPages: crashed').children;
  const said = 'it died: \\u001b[31m]]> <failure/> "\\ud800"\\u0000';
  expect(error).toMatchObject({ attributes: { message: said, type: 'crashed' } });
  expect(error!.text).toContain(said);
});

test('a run without rules and findings is a suite without cases', () => {
  const root = read({ ...MIXED, rules: [], divergences: [], staleDeviations: [], waysDropped: 0 });
  expect(junitFaults(root)).toEqual([]);
  expect(suiteOf(root).attributes).toMatchObject({ tests: '0', failures: '0', errors: '0', skipped: '0' });
});
