import type { DmaBufConfig } from '../../../model/vocabulary/dma-buf/config';
import type { Direction } from '../../../model/vocabulary/dma-buf/op';
import type { BufView, MappingView } from '../../../model/vocabulary/dma-buf/view';
import { Prot } from '../../../model/vocabulary/prot';
import type { DmaBufStep } from '../rule';
import { importerOf, mapOf, routeOf } from './_map';

/** The most whole pages that 32 bits of length can say. dma-mmio.md 0.4. */
export const maxSegment = ({ pageLg }: DmaBufConfig): bigint => 2n ** 32n - BigInt(2 ** pageLg);

/** The address of the one reservation that a map was given; null: it went range by range, or on the bus. */
export function reservedAt({ outcome }: DmaBufStep): bigint | null {
  for (const event of outcome.events) if (event.event === 'reserve') return event.address;
  return null;
}

/** A range that was not linked where the ones before it end; null: there is none. */
export function strayLink({ outcome }: DmaBufStep): { readonly paddr: bigint; readonly offset: bigint } | null {
  let end = 0n;
  for (const event of outcome.events) {
    if (event.event !== 'link') continue;
    if (event.offset !== end) return event;
    end += event.bytes;
  }
  return null;
}

const RIGHTS: Readonly<Record<Direction, number>> = {
  BIDIRECTIONAL: Prot.READ | Prot.WRITE,
  TO_DEVICE: Prot.READ,
  FROM_DEVICE: Prot.WRITE,
};

/** One stretch that lies in one range and in one entry. */
interface Stretch {
  readonly paddr: bigint;
  readonly address: bigint;
  readonly bytes: bigint;
}

/** Lays the entries of a table over the ranges of its buffer. */
function* stretches({ entries }: MappingView, { physVec }: BufView): Generator<Stretch> {
  let at = 0;
  let used = 0n;
  for (const { paddr, bytes } of physVec) {
    let done = 0n;
    while (done < bytes && at < entries.length) {
      const entry = entries[at]!;
      const left = entry.bytes - used;
      const length = left < bytes - done ? left : bytes - done;
      // An empty entry leads nowhere; what is behind it is laid out all the same.
      if (length > 0n) yield { paddr: paddr + done, address: entry.address + used, bytes: length };
      done += length;
      used += length;
      if (used >= entry.bytes) {
        at++;
        used = 0n;
      }
    }
  }
}

/**
 * The first stretch of a table that does not lead where its range lies; null: there is none. `how`: by the address
 * itself, on the bus and direct; by the IOPTEs of its first and last byte, behind an IOMMU. Null for the other way.
 */
export function firstStray(
  step: DmaBufStep,
  table: MappingView,
  buf: BufView,
  how: 'address' | 'iopte',
): Stretch | null {
  const importer = importerOf(step)!;
  const isBus = routeOf(step) === 'BUS_ADDR';
  const isAddress = isBus || step.config.importers[importer]!.dma.path === 'direct';
  if (isAddress !== (how === 'address')) return null;
  const busOffset = isBus ? step.config.exporters[buf.device]!.busOffset : 0n;
  const prot = RIGHTS[mapOf(step).direction] | Prot.MMIO;
  const leadsTo = (address: bigint, paddr: bigint): boolean => {
    if (isAddress) return address === BigInt.asUintN(64, paddr + busOffset);
    const iopte = step.after.iopte(importer, address);
    return iopte !== null && iopte.paddr === paddr && iopte.prot === prot;
  };
  for (const stretch of stretches(table, buf)) {
    const last = stretch.bytes - 1n;
    if (!leadsTo(stretch.address, stretch.paddr) || !leadsTo(stretch.address + last, stretch.paddr + last))
      return stretch;
  }
  return null;
}
