import type { IoasOp } from '../../../model/vocabulary/dma-buf/ioas-op';
import type { Name } from '../../../model/vocabulary/dma-buf/op';
import type { Iopte } from '../../../model/vocabulary/dma-buf/view';
import { address } from '../../plain/words';
import type { DmaBufStep } from '../rule';

export type MapFileOp = Extract<IoasOp, { readonly op: 'mapFile' }>;

/** The call of a step whose rule is on `mapFile`. */
export const mapFileOf = ({ op }: DmaBufStep): MapFileOp => op as MapFileOp;

const ALL_ONES = 2n ** 64n - 1n;

/** True if none of the checks of dma-mmio.md 6.1 before the attach fails. */
export function passesEarly(step: DmaBufStep): boolean {
  const { target, start, length, iova, read, write, otherFlags, badIoas } = mapFileOf(step);
  if (otherFlags || badIoas || (!read && !write) || target.kind === 'none') return false;
  if (length === 0n || length >= ALL_ONES || iova >= ALL_ONES || start + length - 1n > ALL_ONES) return false;
  const bytes = target.kind === 'foreign' ? target.bytes : step.before.buf(target.buf)!.bytes;
  return start + length <= bytes;
}

/** IOPTEs of the first and the last byte of an area, in every attached domain. */
export function leaves({ after }: DmaBufStep, name: Name): readonly (Iopte | null)[] {
  const area = after.area(name);
  if (area === null) return [];
  const { base, bytes } = area;
  return after.domains.flatMap((domain) => [
    after.domainIopte(domain, base),
    after.domainIopte(domain, base + bytes - 1n),
  ]);
}

export const leafText = (leaf: Iopte | null): string =>
  leaf === null ? 'nothing' : `${address(leaf.paddr)} prot ${leaf.prot}`;

/** Areas that were revoked, or whose dma-buf is not LIVE. */
export const revokedAreas = ({ before, after }: DmaBufStep): readonly Name[] =>
  after.areas.filter((name) => {
    const { attachment, revoked } = after.area(name)!;
    const buf = after.attachment(attachment)?.buf;
    const isLive = buf !== undefined && after.buf(buf)?.state === 'LIVE';
    return revoked || !isLive || before.area(name)?.revoked === true;
  });

/** One of the areas that has an IOPTE in some domain, in words; null: none has. */
export function populated(step: DmaBufStep, areas: readonly Name[]): string | null {
  const { after } = step;
  for (const name of areas) {
    const { base, bytes } = after.area(name)!;
    for (const domain of after.domains) {
      const meets = after
        .domainMapped(domain)
        .some((span) => span.base < base + bytes && base < span.base + span.bytes);
      if (meets) return `${name} is revoked, and domain ${domain} has IOPTEs of it at ${address(base)}`;
    }
  }
  return null;
}
