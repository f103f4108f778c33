import verdictOfEightEpochsTrace from '../traces/verdict-of-eight-epochs.json';
import type { DeviceAccessExhibit } from './exhibit';

/** An exhibit that is hard on purpose: it shows once the page behind a cached translation has changed hands eight times. */

/** A count of three bits. */
const COUNTS = 8;

export const verdictOfEightEpochs: DeviceAccessExhibit = {
  name: 'verdict-of-eight-epochs',
  title: 'changes of hands are counted in three bits: where they read 0 again, what the IOTLB holds is not checked',
  source: 'rmp.md RMP-090; RG87 (the wrap of a short counter)',
  rule: 'RMP-090',
  hard: verdictOfEightEpochsTrace,
  parts: {
    hitIsChecked: (d) => {
      const cached = d.parts.iotlbLookup(d)!;
      const epoch = d.rmp.epochOf(cached.spa + d.iova - cached.iova);
      return epoch === 0 || epoch % COUNTS !== 0;
    },
  },
};
