/** Call lists and rows of dma-mmio.md 5.8 and 10.6 as built, on the kernel that `npm run linux` has built. */
import { AS_BUILT_TYPE1 } from '../../../tests/golden/vfio-type1';
import { runType1Row } from '../../../tests/support/golden-vfio-type1';
import { isOwnTree } from '../subjects';
import { linuxType1Subjects } from './subjects';

/** The release that docs/findings.md describes. */
const DESCRIBED = '7.2.13';
const UPSTREAM = AS_BUILT_TYPE1.filter(({ column }) => column === 'upstream');

test('there are rows of the column', () => {
  expect(UPSTREAM.length).toBeGreaterThan(0);
});

for (const kernel of linuxType1Subjects().filter(({ name, version }) => version === DESCRIBED && !isOwnTree(name))) {
  describe(kernel.name, () => {
    afterAll(() => kernel.close());

    it.each(UPSTREAM.map((row) => [row.id, row] as const))('%s', (_id, row) => {
      expect.hasAssertions();
      runType1Row((config) => kernel.start(config), row);
    });
  });
}
