import { GOLDEN_RMP } from '../../tests/golden/rmp';
import { RG03C } from '../../tests/golden/rmp/layout';
import { rowName, runRmpRow } from '../../tests/support/golden-rmp';
import { createRmpModel } from '.';
import { decodeRaw } from './formats/raw';

describe('rmp.md 8.1 to 8.4, and the alternatives of 0.4', () => {
  it.each(GOLDEN_RMP.map((row) => [rowName(row), row] as const))('%s', (_name, row) => {
    expect.hasAssertions();
    runRmpRow(createRmpModel, row);
  });

  it('RG03c', () => {
    const decoded = decodeRaw([RG03C.raw, 0x1fn], 4);
    expect(decoded).toMatchObject(RG03C.entry);
    expect(decoded.subCount).toBe(RG03C.subCount);
  });
});
