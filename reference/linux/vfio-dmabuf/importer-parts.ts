import type { ImporterConfig } from '../../../model/vocabulary/dma-buf/config';
import type { Direction } from '../../../model/vocabulary/dma-buf/op';
import type { DmaBufParts } from '../../in-box/dma-buf';
import type { ImporterOps } from '../../in-box/dma-buf/objects/attachment';
import type { KernelExporter } from './kernel-exporter';

/** enum dma_data_direction. dma-mmio.md 0.4. */
const DIRECTIONS: readonly Direction[] = ['BIDIRECTIONAL', 'TO_DEVICE', 'FROM_DEVICE'];

/** What an importer can do, and does in its callback. */
interface KernelImporterOps extends ImporterOps {
  readonly unmaps: boolean;
}

/** Static, pinned, revocable: as c/importer.c counts them. */
const kindOf = ({ peer2peer, revocable }: ImporterOps): number => Number(peer2peer) + Number(revocable);
const unmapsOf = (ops: ImporterOps): boolean => (ops as Partial<KernelImporterOps>).unmaps === true;

/** What importers and iommufd ask of the exporter, in kernel code. dma-mmio.md 1.5. */
export const importerParts = (
  kernel: () => KernelExporter,
): Pick<DmaBufParts, 'opsOf' | 'mayAttach' | 'addAttachment' | 'detach' | 'map' | 'unmap' | 'putFile' | 'physOf'> => {
  /** Attachments that kernel code has made or refused. */
  let attached = 0;

  return {
    opsOf: ({ kind, unmapsInCallback }: ImporterConfig): KernelImporterOps => ({
      peer2peer: kind !== 'static',
      revocable: kind === 'revocable',
      unmaps: unmapsInCallback,
    }),

    mayAttach(buf, ops) {
      const words = [attached++, kindOf(ops), Number(unmapsOf(ops))].map(BigInt);
      const k = kernel();
      return k.value('attach', buf.exporter, 'attach', [k.buffers.numberOf(buf), ...words]);
    },

    addAttachment: (attachment) => void kernel().host.attachments.set(BigInt(attached - 1), attachment),

    detach(_d, attachment) {
      const k = kernel();
      k.value('detach', attachment.buf.exporter, 'detach', [k.host.numberOf(attachment)]);
    },

    map(d, mapping) {
      const { attachment, direction, name } = mapping;
      const k = kernel();
      const number = k.host.mappings.numberOf(mapping);
      const words = [k.host.numberOf(attachment), number, BigInt(DIRECTIONS.indexOf(direction))];
      const ret = k.value('map', attachment.buf.exporter, 'map', words);
      if (ret !== 0) return ret;
      attachment.buf.mapRefs++;
      attachment.mappings.push(mapping);
      d.mappings.set(name, mapping);
      return 0;
    },

    unmap(_d, mapping) {
      const k = kernel();
      k.value('unmap', mapping.attachment.buf.exporter, 'unmap', [k.host.mappings.numberOf(mapping)]);
    },

    putFile(_d, buf) {
      const k = kernel();
      k.value('release', buf.exporter, 'release', [k.buffers.numberOf(buf)]);
    },

    physOf() {
      const [value, paddr, bytes] = kernel().ask('phys', [BigInt(attached - 1)]);
      return value === 0n ? { paddr: paddr!, bytes: bytes! } : Number(BigInt.asIntN(64, value!));
    },
  };
};
