/** An exhibit that is hard on purpose: a translation is cached while the domain has no IOPTE and is still referred to. */
import noFlushAfterMapTrace from '../traces/viommu-v3-no-flush-after-map.json';
import type { ViommuExhibit } from './exhibit';

export const noFlushAfterMap: ViommuExhibit = {
  name: 'viommu-v3-no-flush-after-map',
  title: 'nothing is flushed after a map, and a cached non-present translation outlives it (V-12)',
  source: 'seed 003; dma-mmio.md 8.5 V-12',
  rule: 'VIOMMU-030',
  hard: noFlushAfterMapTrace,
  parts: { flushMapped: () => 0 },
};
