import { createDeviceAccessModel } from '../../model/device-access';
import { EventCode } from '../../model/vocabulary/device-access/outcome';
import type { DmaOutcome, IommuEvent } from '../../model/vocabulary/device-access/outcome';
import type { RmpAssumptions } from '../../model/vocabulary/rmp/assumption';
import { RMP_ASSUMPTION_POSITIONS } from '../../model/vocabulary/rmp/assumption';
import { RmpSize } from '../../model/vocabulary/rmp/entry';
import { createInBoxDeviceAccess } from '../../reference/in-box/device-access';
import { PATTERNS, WHOLE, cellsOf, sweep, type Cell, type SweepSize } from './testing/sweep';

const MODEL_AND_IN_BOX = [createDeviceAccessModel, createInBoxDeviceAccess];

/** With IO_SWEEP=all every question gets every leaf of both stages; else sizes that no answer tells apart get one. */
const IS_ALL = process.env['IO_SWEEP'] === 'all';
/** Both ends of what is checked alike: 4K, 8K … 1M, 2M, 4M … 512M, 1G and more. */
const CLASS_ENDS = [12, 13, 20, 21, 22, 29, 30, 31];
const ONE_TARGET: SweepSize = { ...WHOLE, targets: [6] };

/** Leaves for a question about both stages, about the IOMMU or a trusted device, or about neither: those play no part. */
function sizeFor(name: string): SweepSize {
  if (IS_ALL) return ONE_TARGET;
  if (/^(NESTED_|S1_|IOMMU_S1_)/.test(name)) return { ...ONE_TARGET, leaves: CLASS_ENDS };
  const s1Leaves = [null, 21];
  if (/^(IO_|T0_|T1_|DTE_|IOMMU_|IOTLB_|UNASSIGN_)/.test(name)) return { targets: [6], leaves: CLASS_ENDS, s1Leaves };
  return { targets: [6], leaves: [12, 21], s1Leaves };
}

/** Every alternative of every question, one at a time. */
const ALTERNATIVES: readonly { readonly choices: Partial<RmpAssumptions>; readonly size: SweepSize }[] = Object.entries(
  RMP_ASSUMPTION_POSITIONS,
).flatMap(([name, positions]) =>
  positions.slice(1).map((position) => ({ choices: { [name]: position }, size: sizeFor(name) })),
);

const cellText = ({ pattern, leaf, s1, t, write }: Cell): string =>
  `${pattern.name}, leaf ${leaf ?? 'none'}, S1 ${s1 ?? 'none'}, T=${t}, ${write ? 'write' : 'read'}`;

const sameEvent = (a: IommuEvent | null, b: IommuEvent | null): boolean =>
  a === null || b === null
    ? a === b
    : a.code === b.code && a.device === b.device && a.flags === b.flags && a.address === b.address;

const sameAnswer = (a: DmaOutcome, b: DmaOutcome): boolean =>
  a.ok === b.ok &&
  a.spa === b.spa &&
  a.gpa === b.gpa &&
  a.reachLg === b.reachLg &&
  a.fenced === b.fenced &&
  a.hit === b.hit &&
  sameEvent(a.event, b.event);

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

/** What the codings say of a cell differently; null where they agree. */
function disagreement(cell: Cell, answers: readonly DmaOutcome[]): string | null {
  const [model, inBox] = [answers[0]!, answers[1]!];
  return sameAnswer(model, inBox) ? null : `${cellText(cell)}: ${answerText(model)} for ${answerText(inBox)}`;
}

test('under the defaults, for every size of both leaves, the documented cells hold of both codings, which agree', () => {
  const rows = new Set<string>();
  const wrong: string[] = [];
  for (const pattern of PATTERNS) {
    for (const { cell, answers } of sweep(pattern, {}, MODEL_AND_IN_BOX, WHOLE)) {
      const { id, ok } = documented(cell);
      rows.add(id);
      const apart = disagreement(cell, answers);
      if (apart !== null) wrong.push(apart);
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

test('model and in-box agree under every single alternative', () => {
  let cells = 0;
  for (const { choices, size } of ALTERNATIVES) {
    for (const pattern of PATTERNS) {
      for (const { cell, answers } of sweep(pattern, choices, MODEL_AND_IN_BOX, size)) {
        cells++;
        const apart = disagreement(cell, answers);
        if (apart !== null) throw new Error(`${JSON.stringify(choices)} ${apart}`);
      }
    }
  }
  expect(cells).toBe(ALTERNATIVES.reduce((sum, { size }) => sum + PATTERNS.length * cellsOf(size), 0));
  process.stdout.write(
    `IO decision table: ${PATTERNS.length} states of the region; ${PATTERNS.length * cellsOf(WHOLE)} cells under the ` +
      `defaults, ${cells} under ${ALTERNATIVES.length} alternatives\n`,
  );
});
