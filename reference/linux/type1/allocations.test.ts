/** Each allocation of a life of a container fails once, in released code: nothing is left behind. docs/findings.md, type1. */
import { Errno } from '../../../model/vocabulary/errno';
import type { Answer, KernelHost } from '../kbuild/process';
import { KernelProcess } from '../kbuild/process';
import { linuxPrograms } from '../programs';
import { isOwnTree } from '../subjects';
import { FrameCounts } from './frame-counts';
import { TYPE1_PROGRAM } from './program';

/** The release that docs/findings.md describes. */
const DESCRIBED = '7.2.13';
const [GIVEN, REFUSED, GO_ON] = [{ words: [1n] }, { words: [0n] }, { words: [0n] }];

/** Refuses one allocation, and counts what is allocated and pinned. */
class Host implements KernelHost {
  readonly live = new Set<bigint>();
  readonly frames = new FrameCounts();
  readonly complaints: string[] = [];
  allocations = 0;

  constructor(private readonly refused: number) {}

  ask(name: string): Answer {
    if (name !== 'allocate') return GO_ON;
    return this.allocations++ === this.refused ? REFUSED : GIVEN;
  }

  tell(name: string, words: readonly bigint[], bytes: Uint8Array): void {
    const [first, second] = words;
    if (name === 'allocated') this.live.add(first!);
    if (name === 'free' && !this.live.delete(first!)) this.complaints.push('frees what is not allocated');
    if (name === 'pin') this.frames.add(Number(first), Number(second), 1);
    if (name === 'unpin') this.frames.add(Number(first), Number(second), -1);
    if (name === 'warn') this.complaints.push(Buffer.from(bytes).toString('latin1'));
  }
}

type Call = readonly [entry: string, ...words: bigint[]];
const MAP: Call = ['map', 0n, 3n, 0x1000_0000n, 0x10_0000n, 0x8000n];
const UNMAP: Call = ['unmap', 0n, 0n, 0x10_0000n, 0x8000n];
const ALL_SIZES = 2n ** 64n - 4096n;
/** Four pages of RAM, four of a BAR; two devices, one with a reserved region. */
const BOOT: readonly Call[] = [
  ['open', 0n, 1000n, 0n, 0n, 0n, 65535n],
  ['memory', 0x1000n, 0x200n, 0n],
  ['area', 0n, 0x1000_0000n, 4n, 0x1000n, 4n, 4096n, 1n],
  ['area', 1n, 0x1000_4000n, 4n, 0xfe000n, 7n, 4096n, 1n],
  ['device', 0n, ALL_SIZES, 0n, 2n ** 48n - 1n],
  ['device', 1n, ALL_SIZES, 0n, 2n ** 48n - 1n],
  ['reserve', 0n, 0xfee0_0000n, 0x10_0000n, 0n],
];
const LIFE: readonly Call[] = [
  ['attach', 0n],
  MAP,
  ['attach', 1n],
  UNMAP,
  MAP,
  ['detach', 1n],
  ['detach', 0n],
  ['attach', 0n],
  MAP,
  UNMAP,
  ['detach', 0n],
];

const programs = linuxPrograms().built.filter(({ kind, name }) => kind === TYPE1_PROGRAM.name && !isOwnTree(name));

test('every program that is built has a version', () => {
  for (const { kernel, name } of programs) expect([name, kernel]).toEqual([name, expect.stringMatching(/^\d/)]);
});

for (const { name, path } of programs.filter(({ kernel }) => kernel === DESCRIBED)) {
  describe(name, () => {
    const process = new KernelProcess(path);
    afterAll(() => process.close());

    /** A life in which that allocation fails; a call that answers ENOMEM is made again. */
    const live = (refused: number) => {
      const host = new Host(refused);
      const call = ([entry, ...words]: Call): number => {
        const { how, why, words: results } = process.call(entry, words, host);
        expect([entry, how, why]).toEqual([entry, 'ok', '']);
        return Number(BigInt.asIntN(64, results[0] ?? 0n));
      };
      process.reset();
      BOOT.forEach(call);
      const booted = host.allocations;
      let refusals = 0;
      for (const step of LIFE) {
        const value = call(step);
        if (value === 0) continue;
        expect([value, call(step)]).toEqual([Errno.ENOMEM, 0]);
        refusals++;
      }
      const { allocations } = host;
      const [, entriesLeft, lockedPages] = process.call('info', [], host).words;
      return { host, booted, allocations, refusals, left: [entriesLeft, lockedPages] };
    };

    test('an allocation that fails, whichever it is, fails its call or nothing, and leaves nothing behind', () => {
      const { booted, allocations, left, host } = live(-1);
      expect(left).toEqual([65535n, 0n]);
      expect(allocations - booted).toBeGreaterThan(40);
      let refusals = 0;
      for (let refused = booted; refused < allocations; refused++) {
        const other = live(refused);
        refusals += other.refusals;
        expect([refused, other.left, other.host.frames.pinned, other.host.complaints]).toEqual([refused, left, [], []]);
        // A detach that finds no memory keeps the windows as they were: one more of them.
        expect(other.host.live.size - host.live.size).toBeLessThanOrEqual(1);
      }
      expect(refusals).toBeGreaterThan(20);
    });
  });
}
