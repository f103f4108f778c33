import { createType1Model } from '../model/vfio-type1';
import { createInBoxType1 } from '../reference/in-box/vfio-type1';
import { type1Exhibits, type1ExhibitSubject } from '../reference/museum/vfio-type1';
import { AS_BUILT_TYPE1, GOLDEN_TYPE1 } from './golden/vfio-type1';
import type { Column } from './golden/vfio-type1/layouts';
import { runType1Row } from './support/golden-vfio-type1';

const CODINGS = [
  ['the model', createType1Model],
  ['the in-box implementation', createInBoxType1],
] as const;

describe.each(CODINGS)('golden rows of dma-mmio.md 5 and 10.6 on %s', (_name, start) => {
  it.each(GOLDEN_TYPE1.map((row) => [row.id, row] as const))('%s', (_row, row) => {
    expect.hasAssertions();
    runType1Row((config) => start(config), row);
  });
});

/** Who makes the calls of a column of dma-mmio.md 5.8. */
const EXHIBIT_OF: Readonly<Partial<Record<Column, string>>> = {
  upstream: 'linux-7.2-never-mmio',
  v3: 'seed-000-v3-look-ahead',
  v5: 'seed-000-v5-last-run-decides',
};

it.each(AS_BUILT_TYPE1.map((row) => [row.id, row.column, row] as const))('%s, column %s', (_id, column, row) => {
  expect.hasAssertions();
  const exhibit = type1Exhibits().find(({ name }) => name === EXHIBIT_OF[column])!;
  runType1Row((config) => type1ExhibitSubject(exhibit).start(config), row);
});
