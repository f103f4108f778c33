import { assumptionList, subjectList } from './lists';
import { plainPage } from './page';
import { ruleCard, ruleList } from './rule-card';
import { rule } from './testing/samples';

const page = plainPage(80);
const APPLIES = 'contract generic-pt, io-pgtable; format amdv1, amdv2; needs a subject that reports entries';
const fits = (text: string): void =>
  expect(Math.max(...text.split('\n').map((line) => line.length))).toBeLessThanOrEqual(80);

test('a rule in full', () => {
  const text = ruleCard(rule('032'), { exhibits: ['c-bit-on-mmio'], untested: null, applies: APPLIES }, page);
  fits(text);
  expect(text).toMatchSnapshot();
});

test('all rules, each with what tests it', () => {
  const text = ruleList(
    [
      { rule: rule('001'), tests: { exhibits: [], untested: null, applies: APPLIES } },
      { rule: rule('032'), tests: { exhibits: ['c-bit-on-mmio', 'c-bit-lost'], untested: null, applies: APPLIES } },
      { rule: rule('173'), tests: { exhibits: [], untested: 'subjects are sequential', applies: APPLIES } },
    ],
    page,
  );
  fits(text);
  expect(text).toMatchSnapshot();
});

test('subjects, with the reason where one is not available', () => {
  const rows = [
    { name: 'in-box', what: 'the second implementation', available: true },
    { name: 'linux-*', what: 'released kernel code', available: false, reason: 'not built; run `npm run linux`' },
  ];
  expect(subjectList(rows, page)).toBe(
    'in-box   the second implementation\nlinux-*  not available: not built; run `npm run linux`',
  );
});

test('open questions with their positions, the default marked', () => {
  const positions = [
    { name: 'enxio', evidence: 'the intent of step 6' },
    { name: 'einval', evidence: 'the classic core' },
  ];
  const text = assumptionList(
    [{ name: 'AMB-LEN', question: 'Which error for an unaligned length?', positions, default: 'enxio' }],
    page,
  );
  expect(text).toContain('    * enxio: the intent of step 6\n    - einval: the classic core');
});
