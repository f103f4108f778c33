import { createDeviceAccessModel } from '../../model/device-access';
import { EventCode } from '../../model/vocabulary/device-access/outcome';
import type { DmaOutcome } from '../../model/vocabulary/device-access/outcome';
import type { RmpAssumptions } from '../../model/vocabulary/rmp/assumption';
import { RMP_ASSUMPTION_POSITIONS } from '../../model/vocabulary/rmp/assumption';
import { RmpSize } from '../../model/vocabulary/rmp/entry';
import { createInBoxDeviceAccess } from '../../reference/in-box/device-access';
import { PATTERNS, WHOLE, cellsOf, sweep, type Cell, type SweepSize } from './testing/sweep';

const MODEL_AND_IN_BOX = [createDeviceAccessModel, createInBoxDeviceAccess];

/** Questions that name neither the IOMMU nor a trusted device: a few leaves show that they play no part. */
const isAboutIo = (name: string): boolean => /^(IO_|T0_|T1_|NESTED_|S1_|DTE_|IOMMU_|IOTLB_|UNASSIGN_)/.test(name);
const ONE_TARGET: SweepSize = { ...WHOLE, targets: [6] };
const FEW: SweepSize = { targets: [6], leaves: [12, 16, 21, 22, 30] };

/** The defaults, and every alternative of every question, one at a time. */
const RUNS: readonly { readonly choices: Partial<RmpAssumptions>; readonly size: SweepSize }[] = [
  { choices: {}, size: WHOLE },
  ...Object.entries(RMP_ASSUMPTION_POSITIONS).flatMap(([name, positions]) =>
    positions.slice(1).map((position) => ({ choices: { [name]: position }, size: isAboutIo(name) ? ONE_TARGET : FEW })),
  ),
];

const cellText = ({ pattern, leaf, s1, t, write }: Cell): string =>
  `${pattern.name}, leaf ${leaf ?? 'none'}, S1 ${s1 ?? 'none'}, T=${t}, ${write ? 'write' : 'read'}`;

const answerText = ({ ok, spa, gpa, reachLg, fenced, hit, event }: DmaOutcome): string =>
  JSON.stringify([
    ok,
    spa,
    gpa,
    reachLg,
    fenced,
    hit,
    event && [event.code, event.device, event.flags, `${event.address}`],
  ]);

/** What the case table says under the defaults, with the row that says it. */
function documented({ pattern, leaf, s1, t }: Cell): { readonly id: string; readonly ok: boolean } {
  if (leaf === null) return { id: s1 === null ? 'RG84' : 'IO-36', ok: false };
  const large = leaf >= 21;
  if (t === 0) {
    if (pattern.name === 'HV-Fixed' || pattern.name === 'not covered') return { id: 'IO-09', ok: true };
    if (!large) return pattern.target === 'shared' ? { id: 'IO-01', ok: true } : { id: 'IO-02', ok: false };
    if (pattern.region !== 'all shared') return { id: pattern.region === 'mixed' ? 'IO-04' : 'IO-05', ok: false };
    return leaf >= 30 ? { id: 'IO-07', ok: true } : { id: 'IO-03', ok: true };
  }
  if (pattern.guests === null) return { id: 'IO-26', ok: false };
  if (pattern.guests === RmpSize.size4K) return large ? { id: 'IO-24', ok: false } : { id: 'IO-20', ok: true };
  return large ? { id: leaf === 21 ? 'IO-21' : 'IO-22', ok: true } : { id: 'IO-25', ok: false };
}

/** IO-30 … IO-35: both leaves and the granule bound the reach. */
const documentedReach = ({ leaf, s1 }: Cell): number => Math.min(s1 ?? 64, leaf! >= 21 ? 21 : 12);

test('the documented cells hold of both codings', () => {
  const rows = new Set<string>();
  const wrong: string[] = [];
  for (const pattern of PATTERNS) {
    for (const { cell, answers } of sweep(pattern, {}, MODEL_AND_IN_BOX, WHOLE)) {
      const { id, ok } = documented(cell);
      rows.add(id);
      for (const { ok: observed, event, reachLg } of answers) {
        const reach = ok ? documentedReach(cell) : 0;
        const code = ok ? undefined : cell.leaf === null ? EventCode.illegalDte : EventCode.rmpPageFault;
        if (observed !== ok || event?.code !== code || reachLg !== reach)
          wrong.push(`${id}: ${cellText(cell)}: ${observed}, event ${event?.code}, reach ${reachLg}`);
      }
    }
  }
  expect(wrong).toEqual([]);
  expect([...rows].sort()).toEqual(
    ['IO-01', 'IO-02', 'IO-03', 'IO-04', 'IO-05', 'IO-07', 'IO-09', 'IO-20', 'IO-21', 'IO-22', 'IO-24', 'IO-25'].concat(
      ['IO-26', 'IO-36', 'RG84'],
    ),
  );
});

test('model and in-box agree on every cell, under the defaults and every single alternative', () => {
  let cells = 0;
  for (const { choices, size } of RUNS) {
    for (const pattern of PATTERNS) {
      for (const { cell, answers } of sweep(pattern, choices, MODEL_AND_IN_BOX, size)) {
        cells++;
        const [model, inBox] = answers.map(answerText);
        if (model !== inBox) throw new Error(`${JSON.stringify(choices)} ${cellText(cell)}: ${model} for ${inBox}`);
      }
    }
  }
  process.stdout.write(
    `IO decision table: ${cells} cells, ${RUNS.length} sets of assumptions, ${PATTERNS.length} states of the region\n`,
  );
  expect(cells).toBe(RUNS.reduce((sum, { size }) => sum + PATTERNS.length * cellsOf(size), 0));
});
