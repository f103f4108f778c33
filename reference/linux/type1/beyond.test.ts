/**
 * What the machine has no ops for, in released code: dirty tracking, software MSIs, reserved pages that GUP pins, a second
 * process. docs/findings.md F-48, F-49, F-57, F-58.
 */
import { Errno } from '../../../model/vocabulary/errno';
import type { Answer, KernelHost } from '../kbuild/process';
import { KernelProcess } from '../kbuild/process';
import { isOwnTree } from '../subjects';
import { linuxPrograms } from '../programs';
import { TYPE1_PROGRAM } from './program';

/** The release that docs/findings.md describes. */
const DESCRIBED = '7.2.13';
const GIVEN = { words: [1n] };
const REFUSED = { words: [0n] };
const LAST_IOVA = 2n ** 48n - 1n;
const SIZES_FROM_64K = 2n ** 64n - 2n ** 16n;
const SIZES_FROM_4K = 2n ** 64n - 2n ** 12n;
const READ_WRITE = 3n;
const WRITABLE = 4n;
/** Memory of the process: 1,024 frames from 0x1000 on. */
const VADDR = 0x1000_0000n;
const [FRAME, FRAMES] = [0x1000n, 0x400n];
/** Flags of VFIO_IOMMU_DIRTY_PAGES. */
const [START, STOP] = [1n, 2n];

/** Memory enough, but for the cookie of software MSIs where that is said. */
class Host implements KernelHost {
  hasMsiCookie = true;
  readonly warnings: string[] = [];
  /** `pin`, `unpin`: first frame, frames. `iommuMap`: IOVA, physical address, bytes. */
  readonly calls: (readonly [name: string, ...words: bigint[]])[] = [];

  ask(name: string, words: readonly bigint[]): Answer {
    if (name === 'iommuMap') this.calls.push([name, ...words.slice(1, 4)]);
    if (name === 'msiCookie') return this.hasMsiCookie ? GIVEN : REFUSED;
    return name === 'allocate' ? GIVEN : REFUSED;
  }

  tell(name: string, words: readonly bigint[], bytes: Uint8Array): void {
    if (name === 'pin' || name === 'unpin') this.calls.push([name, ...words.slice(0, 2)]);
    if (name === 'warn') this.warnings.push(Buffer.from(bytes).toString('latin1'));
  }
}

const programs = linuxPrograms().built.filter(({ kind, name }) => kind === TYPE1_PROGRAM.name && !isOwnTree(name));

test('every program that is built has a version', () => {
  for (const { kernel, name } of programs) expect([name, kernel]).toEqual([name, expect.stringMatching(/^\d/)]);
});

for (const { name, path } of programs.filter(({ kernel }) => kernel === DESCRIBED)) {
  describe(name, () => {
    const process = new KernelProcess(path);
    let host: Host;
    afterAll(() => process.close());

    const end = (entry: string, ...words: readonly bigint[]): string => {
      const { how, why } = process.call(entry, words, host);
      return why === '' ? how : `${how}: ${why}`;
    };
    const value = (entry: string, ...words: readonly bigint[]): number => {
      const { how, why, words: results } = process.call(entry, words, host);
      expect([entry, how, why]).toEqual([entry, 'ok', '']);
      return Number(BigInt.asIntN(64, results[0] ?? 0n));
    };
    const lockedPages = (): bigint => process.call('info', [], host).words[2]!;
    /** A container with a mediated device, and a device whose IOMMU has `sizes`. */
    const begin = (sizes: bigint): void => {
      process.reset();
      host = new Host();
      expect(value('open', 0n, FRAMES, 0n, 0n, 0n, 65535n)).toBe(0);
      value('memory', FRAME, FRAMES, 0n);
      value('area', 0n, VADDR, FRAMES, FRAME, WRITABLE, 4096n, 1n);
      expect(value('device', 0n, sizes, 0n, LAST_IOVA)).toBe(0);
      expect(value('mediated')).toBe(0);
    };
    const map = (bytes: bigint): void => expect(value('map', 0n, READ_WRITE, VADDR, 0n, bytes)).toBe(0);

    test('F-57: a domain with larger pages goes, and bitmaps made for them are written with those of 4 KiB', () => {
      begin(SIZES_FROM_64K);
      expect(value('attach', 0n)).toBe(0);
      map(FRAMES << 12n);
      expect(value('dirtyPages', START)).toBe(0);
      value('detach', 0n);
      expect(end('dirtyPages', STOP)).toBe('fault: memory behind a bitmap was written');
    });

    test('with pages of 4 KiB they are not', () => {
      begin(SIZES_FROM_4K);
      expect(value('attach', 0n)).toBe(0);
      map(FRAMES << 12n);
      expect(value('dirtyPages', START)).toBe(0);
      value('detach', 0n);
      expect(end('dirtyPages', STOP)).toBe('ok');
    });

    test('F-58: an attach that fails behind its replay keeps pages pinned and locked for good', () => {
      begin(SIZES_FROM_4K);
      value('reserve', 0n, 0x800_0000n, 0x10_0000n, 1n);
      map(0x4000n);
      expect(lockedPages()).toBe(0n);
      host.hasMsiCookie = false;
      expect(value('attach', 0n)).toBe(Errno.ENOMEM);
      expect(lockedPages()).toBe(4n);
      host.hasMsiCookie = true;
      // Its mappings count as mapped, and there is no domain that has them.
      expect(value('attach', 0n)).toBe(Errno.EINVAL);
      expect(host.warnings).toHaveLength(1);
      expect(value('unmap', 0n, 0n, 0n, 0x4000n)).toBe(0);
      expect(lockedPages()).toBe(4n);
    });

    test('F-48: RAM behind a reserved page that GUP pins goes uncharged, and is taken off the charges', () => {
      begin(SIZES_FROM_4K);
      value('memory', FRAME, 1n, 1n);
      expect(value('attach', 0n)).toBe(0);
      map(0x3000n);
      expect(host.calls).toEqual([
        ['pin', FRAME, 3n],
        ['iommuMap', 0n, FRAME << 12n, 0x3000n],
      ]);
      expect(lockedPages()).toBe(0n);
      expect(value('unmap', 0n, 0n, 0n, 0x3000n)).toBe(0);
      expect(host.calls.slice(2)).toEqual([
        ['unpin', FRAME + 1n, 1n],
        ['unpin', FRAME + 2n, 1n],
      ]);
      expect(BigInt.asIntN(64, lockedPages())).toBe(-2n);
    });

    test('F-49: a replay pins the pages of whoever attaches, and charges the one who mapped', () => {
      begin(SIZES_FROM_4K);
      map(0x1000n);
      value('actAs', 1n);
      value('area', 1n, VADDR, 1n, FRAME + 0x80n, WRITABLE, 4096n, 1n);
      expect(value('attach', 0n)).toBe(0);
      expect(host.calls).toEqual([
        ['pin', FRAME + 0x80n, 1n],
        ['iommuMap', 0n, (FRAME + 0x80n) << 12n, 0x1000n],
      ]);
      expect(lockedPages()).toBe(0n);
      value('actAs', 0n);
      expect(lockedPages()).toBe(1n);
      // The mediated device finds the other page behind the same IOVA.
      expect(value('pinPage', 0n, READ_WRITE)).toBe(1);
      expect(host.calls.at(-1)).toEqual(['pin', FRAME, 1n]);
    });
  });
}
