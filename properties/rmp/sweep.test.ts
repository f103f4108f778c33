import { createRmpModel } from '../../model/rmp';
import type { RmpAssumptions } from '../../model/vocabulary/rmp/assumption';
import { VmplBit } from '../../model/vocabulary/rmp/entry';
import { ErrorBit, type RmpOutcome } from '../../model/vocabulary/rmp/outcome';
import { createInBoxRmp } from '../../reference/in-box/rmp';
import { describeOp } from './describe';
import {
  accessesTo,
  build,
  isOwnersAccess,
  pageOfWorld,
  SOME_MASKS,
  worlds,
  type Cell,
  type World,
} from './testing/sweep';

/** Cells of tables 3.5 and 3.6, in their own abbreviations; `N` is NPF by the RMP with ENC clear (or not said). */
type Verdict = 'OK' | 'PF' | 'N' | 'NE' | 'NE+VMPL' | 'VC';

/** Table 3.5: host W, non-SNP W, SNP C=0 W, SNP C=1 with own ASID and GPA. What depends on the mask is 'mask'. */
const TABLE: Readonly<Record<World['state'], readonly [Verdict, Verdict, Verdict, Verdict | 'mask']>> = {
  Default: ['OK', 'OK', 'OK', 'NE'],
  Hypervisor: ['OK', 'OK', 'OK', 'NE'],
  'HV-Fixed': ['OK', 'OK', 'OK', 'NE'],
  Firmware: ['PF', 'N', 'N', 'NE'],
  'Firmware-IOMMU': ['PF', 'N', 'N', 'NE'],
  Context: ['PF', 'N', 'N', 'NE'],
  Metadata: ['PF', 'N', 'N', 'NE'],
  Reclaim: ['PF', 'N', 'N', 'NE'],
  'Pre-Guest': ['PF', 'N', 'N', 'NE'],
  'Pre-Swap': ['PF', 'N', 'N', 'NE'],
  'Guest-Invalid': ['PF', 'N', 'N', 'VC'],
  'Guest-Valid': ['PF', 'N', 'N', 'mask'],
};

/** Which column of table 3.5 an access is in; null: not checked. */
function columnOf({ access }: Cell): 0 | 1 | 2 | 3 | null {
  const { by, kind, cBit } = access;
  const isWalk = kind === 'tableRead' || kind === 'adUpdate';
  if (kind === 'nestedTableRead') return null;
  if (by !== 'snp-guest') return kind === 'write' || isWalk ? (by === 'host' ? 0 : 1) : null;
  if (cBit || kind === 'fetch' || isWalk) return 3;
  return kind === 'write' ? 2 : null;
}

/** Masks as table 15-36 names their bits. */
function maskVerdict({ access, mask }: Cell): Verdict {
  const granted = access.vmpl === 0 ? 0x1f : (mask ?? 0);
  const wanted: Record<string, number> = {
    read: VmplBit.read,
    tableRead: VmplBit.read,
    write: VmplBit.write,
    adUpdate: VmplBit.write,
    fetch: access.user ? VmplBit.executeUser : VmplBit.executeSupervisor,
  };
  const isIllegal = (granted & VmplBit.write) !== 0 && (granted & VmplBit.read) === 0;
  return !isIllegal && (granted & wanted[access.kind]!) !== 0 ? 'OK' : 'NE+VMPL';
}

/** What the tables say of a cell. */
function documented(cell: Cell): Verdict {
  const { state, size, crowded, access } = cell;
  const column = columnOf(cell);
  if (column === null) return 'OK';
  const row = TABLE[state];
  const isLargeLeaf = access.nestedLg >= 21;
  if (column !== 3) {
    // 3.6 (b): one assigned page of the 2M is enough; A/D updates are of 4K (RMP-061).
    const isRefused = isLargeLeaf && crowded && access.kind !== 'adUpdate';
    if (!isRefused) return row[column];
    return column === 0 ? 'PF' : 'N';
  }
  // 3.6 (a), and the rows of other ASIDs and GPAs.
  if (!isOwnersAccess(access) || isLargeLeaf !== (size === 1)) return 'NE';
  const verdict = row[column];
  return verdict === 'mask' ? maskVerdict(cell) : verdict;
}

const has = ({ errorCode }: RmpOutcome, bit: number): boolean => Math.floor(errorCode / 2 ** bit) % 2 === 1;

/** An outcome in the abbreviations of the tables; a plain guest's ENC is its PTE's C-bit (RG17). */
function verdictOf(outcome: RmpOutcome, by: string): Verdict | string {
  if (outcome.fault === null) return 'OK';
  if (outcome.fault === '#VC') return 'VC';
  if (!has(outcome, ErrorBit.rmp) || has(outcome, ErrorBit.sizem)) return `${outcome.fault} ${outcome.errorCode}`;
  if (outcome.fault === '#PF') return 'PF';
  if (by === 'guest' || !has(outcome, ErrorBit.enc)) return 'N';
  return has(outcome, ErrorBit.vmpl) ? 'NE+VMPL' : 'NE';
}

const cellText = ({ state, size, crowded, mask, access }: Cell): string =>
  `${state} ${size === 1 ? '2M' : '4K'}${crowded ? ', a neighbour assigned' : ''}, mask ${mask}: ${describeOp(access)}`;

const text = ({ fault, code, errorCode }: RmpOutcome): string => `${fault} ${code} 0x${errorCode.toString(16)}`;

/** Runs all cells on both codings; returns how many there were and where they part. */
function sweep(
  choices: Partial<RmpAssumptions>,
  all: readonly World[],
  judge: (cell: Cell, outcome: RmpOutcome) => boolean,
) {
  const wrong: string[] = [];
  let cells = 0;
  for (const world of all) {
    const model = build(createRmpModel, world, choices);
    const inBox = build(createInBoxRmp, world, choices);
    expect(model.view.state(pageOfWorld(world))).toBe(world.state);
    for (const access of accessesTo(world)) {
      cells++;
      const expected = model.step(access);
      const observed = inBox.step(access);
      const cell = { ...world, access };
      if (text(expected) !== text(observed))
        wrong.push(`${cellText(cell)}: ${text(expected)} against ${text(observed)}`);
      if (!judge(cell, expected)) wrong.push(`${cellText(cell)}: the table has ${documented(cell)}, ${text(expected)}`);
    }
  }
  return { cells, wrong };
}

test('model, in-box and the tables of rmp.md 3.5 and 3.6 agree in every cell', () => {
  const { cells, wrong } = sweep(
    {},
    worlds(),
    (cell, outcome) => documented(cell) === verdictOf(outcome, cell.access.by),
  );
  process.stdout.write(`access checks: ${cells.toLocaleString('en')} cells, model == in-box == table in all\n`);
  expect(wrong.slice(0, 10)).toEqual([]);
  expect(cells).toBe(worlds().length * [...accessesTo(worlds()[0]!)].length);
});

test.each([
  { HOST_PT_READ_CHECKED: false },
  { NPT_READ_CHECKED: true },
  { VMPL_FULL_MASK: 0x0f },
  { VMPL_FULL_MASK: 0xff },
  { VMSA_PAGE_DATA_ACCESS: 'deny' },
  { UNASSIGN_ZEROES_ENTRY: false },
] as const)('model and in-box agree under %j', (choices) => {
  expect(sweep(choices, worlds(SOME_MASKS), () => true).wrong.slice(0, 10)).toEqual([]);
});
