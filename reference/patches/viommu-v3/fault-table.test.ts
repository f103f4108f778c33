/** The table of dma-mmio.md 8.6, both columns: the obligations in the in-box driver, and the patch. */
import { Errno } from '../../../model/vocabulary/errno';
import { DEFAULT_VIOMMU_ASSUMPTIONS } from '../../../model/vocabulary/viommu/assumption';
import type { ViommuConfig } from '../../../model/vocabulary/viommu/config';
import type { RegionOp, ViommuFault } from '../../../model/vocabulary/viommu/op';
import type { ViommuEvent, ViommuOutcome } from '../../../model/vocabulary/viommu/outcome';
import { inBoxViommuSubject } from '../../in-box/viommu';
import { patchViommuV3Subject } from '.';

const MIB = 0x10_0000;
const CONFIG: ViommuConfig = {
  assumptions: DEFAULT_VIOMMU_ASSUMPTIONS,
  cBit: 51,
  hostTranslation: true,
  iommus: [{ node: 0 }],
  memory: [0, 1, 2, 3].map((i) => ({ spa: 0x1_0000_0000 + i * 2 * MIB, node: 0, stalePages: 512 })),
};
const LETTERS: Partial<Record<ViommuEvent['event'], string>> = {
  allocBlock: 'A',
  setUncached: 'U',
  map: 'M',
  unmap: 'N',
  invalidate: 'F',
  restore: 'W',
  freeBlock: 'X',
};

/** As the table writes it: `!` behind a step that failed; a completion wait is part of its flush. */
const wordsOf = (events: readonly ViommuEvent[]): string =>
  events
    .filter(({ event }) => event !== 'wait' && event !== 'allocDomain')
    .map((event) => {
      if (event.event === 'freeDomain') return 'domfree';
      const failed = 'value' in event && event.value !== 0 ? '!' : '';
      return `${LETTERS[event.event]}${'region' in event ? event.region : ''}${failed}`;
    })
    .join(' ');

const subjects = { obligations: inBoxViommuSubject('in-box:viommu'), patch: patchViommuV3Subject() };
type Column = keyof typeof subjects;

const run = (column: Column, ...calls: readonly [RegionOp['op'], ...ViommuFault[]][]): readonly ViommuOutcome[] => {
  const machine = subjects[column].start(CONFIG);
  return calls.map(([op, ...faults]) => machine.step({ op, iommu: 0, faults }));
};
const BOTH: readonly Column[] = ['obligations', 'patch'];
const BUILT = 'A0 U0 M0 A1 U1 M1';
const UNDONE = 'N0 F0 W0 X0 N1 F1 W1 X1 domfree';
const TORN_DOWN = 'N0 F0 W0 X0 N1 F1 W1 X1 N2 F2 W2 X2 N3 F3 W3 X3 domfree';

test.each(BOTH)('%s: no fault', (column) => {
  const [init, uninit, again] = run(column, ['init'], ['uninit'], ['uninit']);
  expect([wordsOf(init!.events), init!.value]).toEqual([`${BUILT} A2 U2 M2 A3 U3 M3`, 0]);
  expect([wordsOf(uninit!.events), uninit!.value]).toEqual([TORN_DOWN, 0]);
  expect([again!.events, again!.value]).toEqual([[], 0]);
});

test.each(BOTH)('%s: uninit before init', (column) => {
  const [uninit] = run(column, ['uninit']);
  expect([uninit!.events, uninit!.value]).toEqual([[], 0]);
});

test.each<[string, ViommuFault, Record<Column, readonly [string, number]>]>([
  [
    'A_2',
    { step: 'allocBlock', region: 2 },
    {
      obligations: [`${BUILT} A2! ${UNDONE}`, Errno.ENOMEM],
      patch: [`${BUILT} A2! ${UNDONE}`, Errno.ENOMEM],
    },
  ],
  [
    'U_2',
    { step: 'setUncached', region: 2, pages: 7, errno: Errno.EINVAL },
    {
      obligations: [`${BUILT} A2 U2! W2 X2 ${UNDONE}`, Errno.EINVAL],
      patch: [`${BUILT} A2 U2! X2 ${UNDONE}`, Errno.ENOMEM],
    },
  ],
  [
    'M_2',
    { step: 'map', region: 2, errno: Errno.EADDRINUSE },
    {
      obligations: [`${BUILT} A2 U2 M2! W2 X2 ${UNDONE}`, Errno.EADDRINUSE],
      patch: [`${BUILT} A2 U2 M2! W2 X2 ${UNDONE}`, Errno.ENOMEM],
    },
  ],
])('init, fault at %s', (_name, fault, expected) => {
  for (const column of BOTH) {
    const [init] = run(column, ['init', fault]);
    expect([column, wordsOf(init!.events), init!.value]).toEqual([column, ...expected[column]]);
  }
});

const WITHOUT_1 = 'N0 F0 W0 X0 N1 F1! N2 F2 W2 X2 N3 F3 W3 X3';

test.each<[string, readonly ViommuFault[], Record<Column, readonly [string, number | 'any']>]>([
  [
    'F_1 EIO',
    [{ step: 'queue', region: 1, errno: Errno.EIO }],
    { obligations: [WITHOUT_1, Errno.EIO], patch: [TORN_DOWN.replace('F1', 'F1!'), Errno.EIO] },
  ],
  [
    'N_1 of 1 MiB',
    [{ step: 'unmap', region: 1, bytes: MIB }],
    { obligations: [WITHOUT_1.replace('!', ''), 'any'], patch: [TORN_DOWN, 0] },
  ],
  [
    'N_1 of nothing',
    [{ step: 'unmap', region: 1, bytes: 0 }],
    { obligations: [WITHOUT_1.replace(' F1!', ''), 'any'], patch: [TORN_DOWN.replace(' F1', ''), 0] },
  ],
  [
    'F_1 EIO, then F_2 ENOMEM',
    [
      { step: 'queue', region: 1, errno: Errno.EIO },
      { step: 'queue', region: 2, errno: Errno.ENOMEM },
    ],
    {
      obligations: [WITHOUT_1.replace('F2 W2 X2', 'F2!'), Errno.EIO],
      patch: [TORN_DOWN.replace('F1', 'F1!').replace('F2', 'F2!'), Errno.EIO],
    },
  ],
])('teardown, fault at %s', (_name, faults, expected) => {
  for (const column of BOTH) {
    const [, uninit] = run(column, ['init'], ['uninit', ...faults]);
    const [words, value] = expected[column];
    expect([column, wordsOf(uninit!.events)]).toEqual([column, words]);
    if (value === 'any') expect(uninit!.value).toBeLessThan(0);
    else expect([column, uninit!.value]).toEqual([column, value]);
  }
});

test('the flush of a partial unmap covers what was unmapped', () => {
  const [, uninit] = run('obligations', ['init'], ['uninit', { step: 'unmap', region: 1, bytes: MIB }]);
  expect(uninit!.events).toContainEqual(
    expect.objectContaining({ event: 'invalidate', region: 1, iova: 2 * MIB, bytes: MIB, value: 0 }),
  );
});

test('BG109: where host translation is disabled the patch follows an error pointer', () => {
  const config = { ...CONFIG, hostTranslation: false };
  const init: RegionOp = { op: 'init', iommu: 0, faults: [] };
  expect(subjects.patch.start(config).step(init).end).toBe('crashed');
  expect(subjects.obligations.start(config).step(init)).toMatchObject({ end: 'returned', value: Errno.EOPNOTSUPP });
});
