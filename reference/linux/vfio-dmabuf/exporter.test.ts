/** The exporter of a release, run: D1-0 of dma-mmio.md 1.8, allocations that fail, address 0, the end of a buffer. */
import { DEFAULT_DMA_BUF_ASSUMPTIONS } from '../../../model/vocabulary/dma-buf/assumption';
import type { DmaBufConfig, ExporterConfig } from '../../../model/vocabulary/dma-buf/config';
import type { DmaBufOp, ExportOp } from '../../../model/vocabulary/dma-buf/op';
import type { DmaBufOutcome } from '../../../model/vocabulary/dma-buf/outcome';
import { Errno } from '../../../model/vocabulary/errno';
import { KernelProcess, type KernelHost } from '../kbuild/process';
import { linuxPrograms } from '../programs';
import { isOwnTree } from '../subjects';
import { VFIO_DMABUF_PROGRAM } from './program';
import { linuxVfioDmaBufSubjects } from './subjects';

const PAGE = 0x1000n;
const ABSENT = { kind: 'absent', base: 0n, bytes: 0n, claimed: false } as const;

const device = (base: bigint): ExporterConfig => ({
  bars: [{ kind: 'memory', base, bytes: 16n * PAGE, claimed: true }, ABSENT, ABSENT, ABSENT, ABSENT, ABSENT],
  busOffset: 0n,
  driver: 'vfio-pci',
  providers: true,
  virtualFunction: false,
  memoryBit: true,
  resets: true,
  flr: true,
});

const configOf = (base: bigint): DmaBufConfig => ({
  assumptions: DEFAULT_DMA_BUF_ASSUMPTIONS,
  pageLg: 12,
  hasDmaBuf: true,
  exporters: [device(base)],
  importers: [],
  ioas: { domains: 0, reserved: [] },
});

const exportOf = (fields: Partial<ExportOp> = {}): ExportOp => ({
  op: 'export',
  buf: 'b',
  device: 0,
  argsz: 24,
  get: true,
  set: false,
  probe: false,
  otherFlags: false,
  region: 0,
  openFlags: 0,
  flags: 0,
  ranges: [{ offset: 0n, length: PAGE }],
  unreadable: null,
  fail: null,
  ...fields,
});

const command = (memory: boolean, errno?: number): DmaBufOp => ({
  op: 'command',
  device: 0,
  memory,
  fail: errno === undefined ? null : { at: 'write', errno },
});

for (const kernel of linuxVfioDmaBufSubjects().filter(({ name }) => !isOwnTree(name))) {
  describe(`${kernel.name} ${kernel.version}`, () => {
    afterAll(() => kernel.close());
    const run = (base: bigint, ops: readonly DmaBufOp[]) => {
      const machine = kernel.start(configOf(base));
      const outcomes: readonly DmaBufOutcome[] = ops.map((op) => machine.step(op));
      return { view: machine.view, values: outcomes.map(({ value }) => value) };
    };

    test('D1-0: a config write that fails leaves the buffer revoked with memory on; the next one restores it', () => {
      const { values, view } = run(0x40_0000_0000n, [exportOf(), command(false, Errno.EIO)]);
      expect(values).toEqual([0, Errno.EIO]);
      expect([view.buf('b')?.state, view.device(0).memoryBit]).toEqual(['REVOKED', true]);
      const restored = run(0x40_0000_0000n, [exportOf(), command(false, Errno.EIO), command(true)]);
      expect([restored.values, restored.view.buf('b')?.state]).toEqual([[0, Errno.EIO, 0], 'LIVE']);
    });

    test('a BAR at address 0 is exported like any other', () => {
      const { values, view } = run(0n, [exportOf()]);
      expect([values, view.buf('b')?.physVec]).toEqual([[0], [{ paddr: 0n, bytes: PAGE }]]);
    });

    test('a range that ends with the last byte of 64 bits overflows: dma-mmio.md 1.2 B14', () => {
      const last = exportOf({ ranges: [{ offset: 15n * PAGE, length: PAGE }] });
      expect(run(2n ** 64n - 16n * PAGE, [last]).values).toEqual([Errno.EOVERFLOW]);
    });

    test('exported, closed and released a hundred times, a device has the references that it began with', () => {
      const cycle = (i: number): DmaBufOp[] => [
        exportOf({ buf: `b${i}` }),
        command(i % 2 === 0),
        { op: 'release', buf: `b${i}` },
      ];
      const { view } = run(0x40_0000_0000n, Array.from({ length: 100 }, (_, i) => cycle(i)).flat());
      expect([view.bufs, view.device(0).registrations]).toEqual([[], 0]);
    });
  });
}

const programs = linuxPrograms().built.filter(
  ({ kind, name }) => kind === VFIO_DMABUF_PROGRAM.name && !isOwnTree(name),
);

/** Memory enough, but for one allocation; what `state` tells. */
class ScarceMemory implements KernelHost {
  asked = 0;
  refused = -1;
  readonly state: string[] = [];

  ask(): { readonly words: readonly bigint[] } {
    return { words: [this.asked++ === this.refused ? 0n : 1n] };
  }

  tell(name: string, words: readonly bigint[]): void {
    if (name === 'device' || name === 'buffer') this.state.push(`${name} ${words.join(' ')}`);
  }
}

for (const { name, path } of programs) {
  describe(name, () => {
    const process = new KernelProcess(path);
    afterAll(() => process.close());

    /** An export whose allocation number `refused` fails: its value, how many it asked for, the state behind it. */
    const exportWithout = (refused: number) => {
      const host = new ScarceMemory();
      const call = (entry: string, ...words: readonly bigint[]): readonly bigint[] => {
        const { how, why, words: results } = process.call(entry, words, host);
        expect([entry, how, why]).toEqual([entry, 'ok', '']);
        return results;
      };
      process.reset();
      call('addDevice', 0b11110n, 0n);
      call('addBar', 0n, 0n, 0x40_0000_0000n, 16n * PAGE, 1n, 1n);
      call('start');
      call('open', 0n);
      call('range', 0n, PAGE);
      host.asked = 0;
      host.refused = refused;
      const [, value] = call('export', 0n, 0n, 24n, 0x1_000bn, 0n, 0n, 0n, 0n);
      const { asked } = host;
      call('state');
      return { asked, state: host.state, value: Number(BigInt.asIntN(64, value!)) };
    };

    test('an export that finds no memory, at whatever point, leaves nothing', () => {
      const { asked, value } = exportWithout(-1);
      expect(value).toBe(0);
      expect(asked).toBeGreaterThanOrEqual(3);
      for (let refused = 0; refused < asked; refused++) {
        // Open, in D0, memory on; one reference of the driver and one of the file.
        const state = ['device 0 1 0 1 0 0 0 2'];
        expect(exportWithout(refused)).toEqual({ asked: refused + 1, state, value: Errno.ENOMEM });
      }
    });
  });
}
