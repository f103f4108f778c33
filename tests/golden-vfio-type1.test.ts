import { createType1Model } from '../model/vfio-type1';
import { GOLDEN_TYPE1 } from './golden/vfio-type1';
import { runType1Row } from './support/golden-vfio-type1';

const CODINGS = [['the model', createType1Model]] as const;

describe.each(CODINGS)('golden rows of dma-mmio.md 5 and 10.6 on %s', (_name, start) => {
  it.each(GOLDEN_TYPE1.map((row) => [row.id, row] as const))('%s', (_row, row) => {
    expect.hasAssertions();
    runType1Row(start, row);
  });
});
