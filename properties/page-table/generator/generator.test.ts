import { createHash } from 'node:crypto';
import { PageTableMachine } from '../../../model/page-table';
import type { Contract, Op, Outcome, Trace } from '../../../model/vocabulary';
import { EventKind, isMap, OP_NAMES, OpKind, Status } from '../../../model/vocabulary';
import { seededDraw } from '../../engine/draw';
import { traceDocument } from '../../engine/trace-file';
import type { GeneratorOptions } from './index';
import { CaseGenerator, drawTrace, isActive, THEMES } from './index';
import { everything, harmless } from './testing/subjects';

const CONTRACTS: readonly Contract[] = ['generic-pt', 'io-pgtable'];

interface Seen {
  readonly op: Op;
  readonly outcome: Outcome;
  readonly machine: PageTableMachine;
  readonly theme: string;
  /** Index in the case. */
  readonly index: number;
}

/** Draws `cases` cases and shows each op with what the model said of it. `before` is called before the model's step. */
function eachOp(
  options: GeneratorOptions,
  cases: number,
  visit: (seen: Seen) => void,
  before: (op: Op, machine: PageTableMachine) => void = () => undefined,
): void {
  const generator = new CaseGenerator(options);
  for (let k = 0; k < cases; k++) {
    const machine = new PageTableMachine(generator.begin(seededDraw('themes', k)));
    let index = 0;
    for (let op = generator.next(machine); op !== null; op = generator.next(machine)) {
      before(op, machine);
      const outcome = machine.step(op);
      generator.after(op, outcome);
      visit({ op, outcome, machine, theme: generator.theme.name, index: index++ });
    }
  }
}

const hash = (trace: Trace): string =>
  createHash('sha256')
    .update(JSON.stringify(traceDocument(trace)))
    .digest('hex')
    .slice(0, 16);

/** True for the arguments of page-tables.md 3.12: a start that has a size, a length that leaves a tail without one. */
function isUnalignedLength(op: Op, machine: PageTableMachine): boolean {
  const min = 2 ** ((machine.sizes[0] ?? 12) - 12);
  const aligned = op.iovaOffset + op.oaOffset === 0 && op.iova % min === 0 && op.oa % min === 0;
  return aligned && op.len >= min && (op.lenOffset !== 0 || op.len % min !== 0);
}

describe.each(CONTRACTS)('%s', (contract) => {
  test('case k is a function of seed and k alone', () => {
    const one = new CaseGenerator(everything(contract));
    const other = new CaseGenerator(everything(contract));
    const inOrder = Array.from({ length: 60 }, (_, k) => drawTrace(one, seededDraw('s', k)));
    for (const k of [59, 3, 17, 3]) expect(drawTrace(other, seededDraw('s', k))).toEqual(inOrder[k]);
    expect(drawTrace(other, seededDraw('t', 3))).not.toEqual(inOrder[3]);
  });

  test('a few cases, pinned', () => {
    const generator = new CaseGenerator(everything(contract));
    const hashes = Array.from({ length: 24 }, (_, k) => {
      const trace = drawTrace(generator, seededDraw('pinned', k));
      return `${k} ${generator.theme.name} ${trace.ops.length} ops ${hash(trace)}`;
    });
    expect(hashes).toMatchSnapshot();
  });

  test('cases have 100 ops on average and at most 200, of which 40 % and more change or hit state', () => {
    let ops = 0;
    let active = 0;
    let longest = 0;
    const cases = 400;
    const activeOf: Record<string, [active: number, ops: number]> = {};
    eachOp(everything(contract), cases, ({ op, outcome, theme, index }) => {
      const hit = isActive(op, outcome) ? 1 : 0;
      const of = (activeOf[theme] ??= [0, 0]);
      ops++;
      active += hit;
      of[0] += hit;
      of[1]++;
      longest = Math.max(longest, index + 1);
    });
    expect(ops / cases).toBeGreaterThan(93);
    expect(ops / cases).toBeLessThan(107);
    expect(longest).toBe(200);
    expect(active / ops).toBeGreaterThan(0.6);
    // Every theme is played, and only the one about domains without tables has little to hit.
    expect(Object.keys(activeOf).sort()).toEqual(THEMES.map(({ name }) => name).sort());
    for (const [theme, [hits, of]] of Object.entries(activeOf)) {
      if (theme !== 'special-domains') expect(`${theme} ${hits / of > 0.4}`).toBe(`${theme} true`);
    }
  });

  test('ops are whole numbers of pages within 64 bits; an op and a case stay within their bounds', () => {
    eachOp(everything(contract), 300, ({ op, outcome, machine, index }) => {
      const { iova, oa, len, iovaOffset, oaOffset, lenOffset } = op;
      const pages = [iova, oa, len].every((page) => Number.isInteger(page) && page >= 0 && page < 2 ** 52);
      const offsets = [iovaOffset, oaOffset, lenOffset].every((n) => Number.isInteger(n) && n >= 0 && n < 4096);
      if (!pages || !offsets) throw new Error(JSON.stringify(op));
      if (outcome.added.length > 1100) throw new Error(`${outcome.added.length} leaves by one op`);
      if (index % 50 !== 49 || !isMap(op.kind)) return;
      const live = [...machine.view(op.domain).leaves()].length;
      if (live > 5000) throw new Error(`${live} live leaves`);
    });
  });

  test('only what the subject has is asked of it', () => {
    const options = everything(contract);
    const few: GeneratorOptions = {
      ...options,
      capabilities: {
        formats: ['amdv1'],
        ops: ['mapPages', 'unmap', 'iovaToPhys'],
        hostile: false,
        maxOps: 30,
        limits: { vasz: [48], topLevel: [2], flush: ['range'], queued: [false], domains: [1], domainType: ['paging'] },
      },
    };
    const kinds = new Set<OpKind>();
    eachOp(few, 100, ({ op, machine, index }) => {
      kinds.add(op.kind);
      expect(index).toBeLessThan(30);
      if (index > 0) return;
      expect(machine.config).toMatchObject({
        format: 'amdv1',
        topLevel: 2,
        vasz: 48,
        flush: 'range',
        queued: false,
        domains: 1,
      });
    });
    expect([...kinds].sort()).toEqual([OpKind.mapPages, OpKind.unmap, OpKind.iovaToPhys]);
  });

  test('every kind of op of the contract is used', () => {
    const kinds = new Set<string>();
    eachOp(everything(contract), 150, ({ op }) => kinds.add(OP_NAMES[op.kind]!));
    expect([...kinds].sort()).toEqual(
      OP_NAMES.filter((name) => contract === 'generic-pt' || name !== 'map').toSorted(),
    );
  });
});

test('a harmless subject is never sent what could kill it (page-tables.md 3.12)', () => {
  eachOp(
    harmless('io-pgtable'),
    250,
    ({ op, outcome }) => {
      if ((outcome.status & Status.bug) !== 0) throw new Error(JSON.stringify(op));
    },
    (op, machine) => {
      if (machine.config.format !== 'amdv2' || !isMap(op.kind) || op.len < 512) return;
      for (const { page, lg } of machine.view(op.domain).leaves()) {
        const meets = page < op.iova + op.len && page + 2 ** (lg - 12) > op.iova;
        if (meets && lg > 12) throw new Error(JSON.stringify(op));
      }
    },
  );
  eachOp(harmless('generic-pt'), 250, ({ op, machine }) => {
    if (isMap(op.kind) && op.segments === null && isUnalignedLength(op, machine)) throw new Error(JSON.stringify(op));
  });
});

test('a bare map of an unaligned length is never drawn, iommuMap of one now and then (PT-064)', () => {
  const seen = { map: 0, iommuMap: 0 };
  eachOp(everything('generic-pt', { themes: ['hostile'] }), 300, ({ op, machine }) => {
    if (!isMap(op.kind) || !isUnalignedLength(op, machine)) return;
    if (op.kind === OpKind.map || op.kind === OpKind.mapPages) seen.map++;
    if (op.kind === OpKind.iommuMap) seen.iommuMap++;
  });
  expect(seen.map).toBe(0);
  expect(seen.iommuMap).toBeGreaterThan(10);
});

test('a search of 1,000 cases reaches what it must', () => {
  const goals: Record<string, number> = {};
  const reach = (goal: string, is: boolean): void => {
    if (is) goals[goal] = (goals[goal] ?? 0) + 1;
  };
  eachOp(everything('generic-pt'), 1000, ({ op, outcome, machine: { config } }) => {
    const { added, removed, events } = outcome;
    const end = op.iova + op.len;
    reach(
      'growth to the highest level',
      events.some(({ kind, count }) => kind === EventKind.top && count === 5),
    );
    reach(
      'a leaf of a TiB or more',
      added.some(({ lg }) => lg >= 40),
    );
    reach(
      'a leaf of a PiB or more',
      added.some(({ lg }) => lg >= 50),
    );
    reach('the last byte of 64 bits mapped', added.length > 0 && end === 2 ** 52);
    reach(
      'page 0 mapped to page 0',
      added.some(({ page, oa }) => page === 0 && oa === 0),
    );
    reach('a table freed by an unmap', removed.length > 0 && outcome.tablesRemoved.length > 0);
    reach('an empty table replaced by a leaf', added.length > 0 && outcome.tablesRemoved.length > 0);
    reach('a partial map', outcome.ret !== 0 && op.kind === OpKind.map && outcome.value > 7);
    reach('no memory', outcome.ret === -12);
    reach('an unmap of more than asked', op.kind === OpKind.unmap && outcome.value > op.len);
    reach(
      'a sync with tables on it',
      events.some(({ kind, count }) => kind === EventKind.sync && count > 0),
    );
    reach(
      'a dirty entry reported',
      events.some(({ kind }) => kind === EventKind.dirty),
    );
    reach('an MMIO leaf under encryption', config.smeBit !== null && added.length > 0 && (op.prot & 16) !== 0);
    reach('several sizes in one map', new Set(added.map(({ lg }) => lg)).size >= 4);
    reach('a collision in the second domain', op.domain === 1 && outcome.ret === -98);
    for (const errno of [-22, -34, -75, -6, -98, -95, -2]) reach(`errno ${errno}`, outcome.ret === errno);
  });
  expect(Object.keys(goals)).toHaveLength(22);
  for (const [goal, times] of Object.entries(goals)) expect(`${goal}: ${times >= 10}`).toBe(`${goal}: true`);
});

test('an unknown theme is refused in one line', () => {
  expect(() => new CaseGenerator(everything('generic-pt', { themes: ['cor'] }))).toThrow(
    /^no theme "cor"; there are: core, /,
  );
});
