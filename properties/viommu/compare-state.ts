import { SUBREGION_BYTES } from '../../model/vocabulary/viommu/config';
import type { ViommuOp } from '../../model/vocabulary/viommu/op';
import type { ViommuIopte, ViommuView } from '../../model/vocabulary/viommu/view';
import type { Difference } from '../plain/machine';

/** Plain digits: this runs after every op. */
const hex = (value: number): string => `0x${value.toString(16)}`;

/** Compares everything that can be seen: it is little. */
export function compareState(_op: ViommuOp | null, expected: ViommuView, observed: ViommuView): Difference | null {
  const [wanted, found] = [parts(expected), parts(observed)];
  for (;;) {
    const [one, other] = [wanted.next(), found.next()];
    if (one.done && other.done) return null;
    const [effect, want] = one.done ? ['more than there is', 'nothing'] : one.value;
    const find = other.done ? 'nothing' : other.value[1];
    if (want !== find) return { effect, reason: `${effect}: expected ${want}; observed ${find}` };
  }
}

/** A part of the state: its name, and all that it is in one text. */
type Part = readonly [effect: string, text: string];

function* parts(view: ViommuView): Generator<Part> {
  yield ['domains', view.domains.join(', ')];
  for (let i = 0; i < view.iommus; i++) yield* iommuParts(view, i);
  for (const domain of view.domains) yield ['IOPTEs', `domain ${domain}: ${leavesText(view, domain)}`];
  for (const block of view.blocks) {
    const { allocated, uncachedPages, dataPages } = view.block(block);
    const pages = `${uncachedPages} pages uncached, ${dataPages} with data`;
    yield ['block', `${hex(block)}: ${allocated ? 'allocated' : 'free'}, ${pages}`];
  }
}

function* iommuParts(view: ViommuView, index: number): Generator<Part> {
  const { domain, slots, dte, vfMapped, vfControlMapped, guestIds, cached } = view.iommu(index);
  yield ['domain on record', `IOMMU ${index}: ${domain}`];
  const texts = slots.map((slot) => (slot === null ? 'empty' : `${hex(slot.block)}${slot.leaked ? ' leaked' : ''}`));
  yield ['slots', `IOMMU ${index}: ${texts.join(', ')}`];
  yield ['device-table entry', `IOMMU ${index}: ${dte}`];
  yield ['driver', `IOMMU ${index}: VF ${vfMapped}, VF control ${vfControlMapped}, guest IDs ${guestIds}`];
  const lines = cached.map((line) => `${line.domain}:${hex(line.iova)} → ${line.spa === null ? '-' : hex(line.spa)}`);
  yield ['IOTLB', `IOMMU ${index}: ${lines.join(', ')}`];
}

/** Mapped spans, with the leaves at their ends and at the start of each sub-region in them. */
const leavesText = (view: ViommuView, domain: number): string =>
  view
    .mapped(domain)
    .map(({ base, bytes }) => {
      const edges = [base, base + bytes - 1];
      const first = Math.ceil(base / SUBREGION_BYTES) * SUBREGION_BYTES;
      for (let iova = first; iova < base + bytes; iova += SUBREGION_BYTES) edges.push(iova);
      return `${hex(base)}+${hex(bytes)} ${edges.map((iova) => leafText(view.iopte(domain, iova))).join(' ')}`;
    })
    .join(', ');

const leafText = (leaf: ViommuIopte | null): string =>
  leaf === null ? '-' : `${hex(leaf.spa)}/${leaf.prot}${leaf.encrypted ? 'C' : ''}`;
