import type { Trace } from '../model/vocabulary';
import { verdictJson } from './json';
import { plainPage } from './page';
import { goalsText, runText, statusCounts, themesText } from './summary';
import { VERDICT } from './testing/samples';

test('what was run, and what came of it', () => {
  const page = plainPage(80);
  expect([runText(VERDICT, page), themesText(VERDICT, page), statusCounts(VERDICT, page)].join('\n')).toMatchSnapshot();
});

test('goals are told with their counts, and what was not reached; nothing where a machine has none', () => {
  const page = plainPage(80);
  const goal = { statement: 'it happens', reached: true };
  const goals = [
    { ...goal, name: 'RC1', count: 1234 },
    { ...goal, name: 'probes', count: 5, of: 10, reached: false },
  ];
  expect(goalsText({ ...VERDICT, goals }, page)).toBe('goals: RC1 1,234, probes 5 of 10 (not reached)');
  expect(goalsText(VERDICT, page)).toBeNull();
});

test('the JSON verdict holds no bigint, no function and no 64-bit number', () => {
  const traceJson = ({ config, ops }: Trace): unknown => ({ pageSizes: config.pageSizes, ops: ops.length });
  const document = JSON.parse(verdictJson(VERDICT, traceJson)) as Record<string, unknown>;
  expect(document).toMatchObject({
    format: 'iommu-conformance verdict',
    version: 1,
    subject: { name: 'linux-6.12-amdv1', version: '6.12.117' },
  });
  expect(document).toMatchSnapshot();
});
