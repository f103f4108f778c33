import fc from 'fast-check';
import { V1, V2 } from '../../tests/golden/build';
import {
  EventKind,
  ObservationWriter,
  OpFlag,
  OpKind,
  RunFlag,
  Word,
  levelMask,
  makeOp,
  type Op,
  type Outcome,
  type PageTableConfig,
} from '../vocabulary';
import { PageTableMachine } from './machine';

const RW = 3;
const kinds = ({ events }: Outcome): number[] => events.map(({ kind }) => kind);
const assume = (choices: Partial<PageTableConfig['assumptions']>): PageTableConfig => ({
  ...V1,
  assumptions: { ...V1.assumptions, ...choices },
});
const run = (config: PageTableConfig, ...ops: Op[]): Outcome[] => {
  const machine = new PageTableMachine(config);
  return ops.map((op) => machine.step(op));
};
const last = (config: PageTableConfig, ...ops: Op[]): Outcome => run(config, ...ops).at(-1)!;
const iommuMap = (fields: Partial<Op>): Op => makeOp(OpKind.iommuMap, { prot: RW, ...fields });

describe('assumptions, each position', () => {
  it('AMB-LEN', () => {
    const op = iommuMap({ len: 1, lenOffset: 0x800 });
    expect(last(V1, op).ret).toBe(-6);
    expect(last(assume({ 'AMB-LEN': 'einval' }), op).ret).toBe(-22);
    expect(last(assume({ 'AMB-LEN': 'einval' }), iommuMap({ iovaOffset: 1, len: 2 })).ret).toBe(-6);
  });

  it('AMB-LEN0', () => {
    expect(last(V1, iommuMap({})).ret).toBe(-22);
    expect(last(assume({ 'AMB-LEN0': 'noop' }), iommuMap({ prot: 0 }))).toMatchObject({
      ret: 0,
      status: 0,
      events: [],
    });
  });

  it('AMB-PA-HAS-C', () => {
    const op = iommuMap({ oa: 2 ** 35 + 5, len: 1, prot: RW | 16 });
    const released = last({ ...V1, smeBit: 47 }, op);
    expect(released.added[0]).toMatchObject({ oa: 5, hi: 0x7000_8000 });
    expect(released.firstPhys).toBe(5);
    const strict = last({ ...assume({ 'AMB-PA-HAS-C': 'strict' }), smeBit: 47 }, op);
    expect(strict).toMatchObject({ ret: -22, added: [], allocations: 0 });
  });

  it('AMB-UNMAP-LARGER', () => {
    const ops = [iommuMap({ iova: 0x200, oa: 0x200, len: 0x200 }), makeOp(OpKind.iommuUnmap, { iova: 0x200, len: 1 })];
    expect(last(V1, ...ops).value).toBe(0x200);
    expect(last(assume({ 'AMB-UNMAP-LARGER': 'refuse' }), ...ops)).toMatchObject({ value: 0, removed: [], events: [] });
  });

  it('AMB-ERR-PRIORITY', () => {
    const op = makeOp(OpKind.map, { iova: 2 ** 52 - 1, iovaOffset: 1, oa: 2 ** 40, len: 1 });
    for (const [config, allowed] of [
      [V1, [-22]],
      [assume({ 'AMB-ERR-PRIORITY': 'any' }), [-75, -34, -22, -6]],
    ] as const) {
      const machine = new PageTableMachine(config);
      expect(machine.step(op).ret).toBe(-22);
      expect([...machine.allowedErrors()].sort((a, b) => a - b)).toEqual(allowed);
    }
  });
});

describe('the core (3.11)', () => {
  it('rolls back what a failing call placed, and says so in its outcome', () => {
    const outcome = last(V1, iommuMap({ iova: 8, len: 1 }), iommuMap({ iova: 1, oa: 0x101, len: 10 }));
    expect(outcome).toMatchObject({ ret: -98, added: [], removed: [] });
    expect(kinds(outcome)).toEqual([EventKind.sync, EventKind.command]);
  });

  it('unmaps everything where sync_map fails (PT-162)', () => {
    const outcome = last(V1, iommuMap({ len: 4, flags: OpFlag.syncMapFails }));
    expect(outcome).toMatchObject({ ret: -12, added: [], firstPhys: 0 });
  });

  it('flushes a successful map under NpCache only (PT-150)', () => {
    expect(kinds(last(V1, iommuMap({ len: 3 })))).toEqual([]);
    const outcome = last({ ...V1, flush: 'no-gaps' }, iommuMap({ iova: 1, len: 3 }));
    expect(kinds(outcome)).toEqual([EventKind.syncMap, EventKind.command, EventKind.command]);
    expect(outcome.events[0]).toMatchObject({ start: 1, end: 3, endOffset: 0xfff });
  });

  it('merges adjacent segments, and undoes the earlier runs of a failing one', () => {
    const piece = (oa: number, len: number): NonNullable<Op['segments']>[number] => ({
      oa,
      oaOffset: 0,
      len,
      lenOffset: 0,
    });
    const sg = makeOp(OpKind.iommuMapSg, { prot: RW, segments: [piece(0x100, 1), piece(0x101, 1), piece(0x300, 2)] });
    const good = last(V1, sg);
    expect(good).toMatchObject({ ret: 0, value: 4, lastPhys: 0x301 });
    expect(good.added.map(({ lg }) => lg)).toEqual([13, 13]);
    expect(last(V1, iommuMap({ iova: 3, len: 1 }), sg)).toMatchObject({ ret: -98, value: 0, added: [], removed: [] });
  });

  it.each([
    ['identity', 7, 0x123],
    ['blocked', 0, 0],
  ] as const)('has no table behind %s domains (PT-165, PT-168)', (domainType, page, offset) => {
    const [looked, mapped, unmapped] = run(
      { ...V1, domainType },
      makeOp(OpKind.iovaToPhys, { iova: 7, iovaOffset: 0x123 }),
      iommuMap({ len: 1 }),
      makeOp(OpKind.iommuUnmap, { len: 1 }),
    );
    expect(looked).toMatchObject({ value: page, valueOffset: offset, liveTables: 0 });
    expect(mapped).toMatchObject({ ret: -22, status: 1 });
    expect(unmapped).toMatchObject({ value: 0, status: 1 });
  });
});

describe('gathers (6.2)', () => {
  const holes = [0, 0x200, 0x600].map((iova) => iommuMap({ iova: 0x800 + iova, oa: 1, len: 1 }));
  const emptied = holes.map(({ iova }) => makeOp(OpKind.iommuUnmap, { iova, len: 1 }));

  it('covers gaps, or syncs before one', () => {
    const big = makeOp(OpKind.map, { iova: 0x800, oa: 0x800, len: 0x800, prot: RW });
    const hull = last(V1, ...holes, ...emptied, big).events.filter(({ kind }) => kind === EventKind.sync);
    expect(hull.map(({ start, end, count }) => [start, end, count])).toEqual([[0x800, 0xfff, 3]]);
    const split = last({ ...V1, flush: 'no-gaps' }, ...holes, ...emptied, big);
    expect(split.events.filter(({ kind }) => kind === EventKind.sync).map(({ start, end }) => [start, end])).toEqual([
      [0x800, 0xbff],
      [0xe00, 0xfff],
    ]);
  });

  it('of a flush queue holds no range, and everything is flushed before tables are freed', () => {
    const ops = [
      makeOp(OpKind.map, { iova: 0x200, oa: 1, len: 0x200, prot: RW }),
      makeOp(OpKind.unmap, { iova: 0x200, len: 0x200 }),
      makeOp(OpKind.sync),
    ];
    const [, unmapped, synced] = run({ ...V1, queued: true }, ...ops);
    expect(unmapped!.events).toMatchObject([{ kind: EventKind.gather, start: 2 ** 52 - 1, end: 0, count: 1 }]);
    expect(kinds(synced!)).toEqual([EventKind.sync, EventKind.command, EventKind.freed]);
    expect(synced).toMatchObject({ frees: 1, liveTables: 2 });
  });
});

describe('dirty reports', () => {
  it('do not leave the items that the range touches, from an unaligned start (PT-134)', () => {
    const outcome = last(
      V1,
      makeOp(OpKind.map, { iova: 0x10, oa: 0x10, len: 0x10, prot: RW }),
      makeOp(OpKind.setDirty, { iova: 0x1f }),
      makeOp(OpKind.readAndClearDirty, { iova: 0x13, iovaOffset: 0x800, len: 2 }),
    );
    expect(outcome.events[0]).toMatchObject({ kind: EventKind.dirty, start: 0x13, startOffset: 0x800, end: 0x15 });
    expect(outcome.dirtied).toMatchObject([{ before: { dirty: 1 }, after: { dirty: 0 } }]);
  });
});

describe('any trace', () => {
  const page = fc.oneof(fc.nat(64), fc.nat(0x1000), fc.constantFrom(2 ** 27 - 3, 2 ** 36, 2 ** 52 - 8));
  const op = fc
    .record({
      kind: fc.nat(10),
      iova: page,
      oa: page,
      len: fc.oneof(fc.nat(40), fc.constantFrom(512, 1024)),
      pageLg: fc.constantFrom(12, 13, 21),
    })
    .map(({ kind, iova, oa, len, pageLg }): Op => {
      const segments = kind === OpKind.iommuMapSg ? [{ oa, oaOffset: 0, len, lenOffset: 0 }] : null;
      return makeOp(kind as OpKind, { iova, oa, len, pageLg, prot: RW, segments });
    });
  const config = fc.constantFrom<PageTableConfig>(
    V1,
    V2,
    { ...V1, flush: 'no-gaps' },
    { ...V1, contract: 'io-pgtable' },
    { ...V2, contract: 'io-pgtable' },
  );

  it('keeps count of its tables, and its outcomes tell the whole change (PT-044)', () => {
    const writer = new ObservationWriter();
    const levels = levelMask(['results', 'translations', 'entries', 'effects', 'commands']);
    fc.assert(
      fc.property(config, fc.array(op, { size: 'max', maxLength: 60 }), (configuration, ops) => {
        const machine = new PageTableMachine(configuration);
        const view = machine.view(0);
        let live = view.liveTables;
        let leaves = 0;
        for (const next of ops) {
          if (next.kind === OpKind.map && configuration.contract === 'io-pgtable') continue;
          const outcome = machine.step(next);
          live += outcome.allocations - outcome.frees;
          leaves += outcome.added.length - outcome.removed.length;
          expect(outcome.liveTables).toBe(live);
          expect(1 + [...view.tables()].length + machine.gather(0).tables).toBe(live);
          expect([...view.leaves()]).toHaveLength(leaves);
          writer.reset();
          machine.observe(writer, RunFlag.windows | RunFlag.edges, levels);
          expect(writer.words[Word.length]).toBe(writer.length);
          if (outcome.status > 0xff) break;
        }
        expect(machine.finish(writer, RunFlag.treeEnd, levels)).toEqual({ freedByTeardown: live, leaked: 0 });
      }),
      { numRuns: 50 },
    );
  });
});
