import { SUBREGION_BYTES } from '../../../../model/vocabulary/viommu/config';
import { V1Domain } from './v1-domain';

const SPA = 0x1_0000_0000;
const PAGE = 0x1000;

describe('a domain with one leaf of 2 MiB', () => {
  let domain: V1Domain;
  beforeEach(() => {
    domain = new V1Domain(1);
    domain.map(SUBREGION_BYTES, { spa: SPA, prot: 3, encrypted: true });
  });

  test('leads each byte to the same byte of the block, and nothing else anywhere', () => {
    expect(domain.at(SUBREGION_BYTES + 5)).toEqual({ spa: SPA + 5, prot: 3, encrypted: true });
    expect(domain.at(2 * SUBREGION_BYTES - 1)?.spa).toBe(SPA + SUBREGION_BYTES - 1);
    expect([domain.at(SUBREGION_BYTES - 1), domain.at(2 * SUBREGION_BYTES)]).toEqual([null, null]);
  });

  test('is split where a part of the leaf goes', () => {
    domain.unmap(SUBREGION_BYTES + PAGE, PAGE);
    expect(domain.spans()).toEqual([
      { base: SUBREGION_BYTES, bytes: PAGE },
      { base: SUBREGION_BYTES + 2 * PAGE, bytes: SUBREGION_BYTES - 2 * PAGE },
    ]);
    expect(domain.at(SUBREGION_BYTES + PAGE)).toBeNull();
    expect(domain.at(SUBREGION_BYTES + 2 * PAGE + 7)?.spa).toBe(SPA + 2 * PAGE + 7);
    expect(domain.mappedIn(0, SUBREGION_BYTES + PAGE)).toEqual({ base: SUBREGION_BYTES, bytes: PAGE });
  });

  test('is empty when the last page went', () => {
    domain.unmap(SUBREGION_BYTES, SUBREGION_BYTES / 2);
    domain.unmap(SUBREGION_BYTES + SUBREGION_BYTES / 2, SUBREGION_BYTES / 2);
    expect([domain.spans(), domain.mappedIn(0, 4 * SUBREGION_BYTES)]).toEqual([[], null]);
  });

  test('spans that touch are one', () => {
    domain.map(0, { spa: SPA + SUBREGION_BYTES, prot: 3, encrypted: true });
    expect(domain.spans()).toEqual([{ base: 0, bytes: 2 * SUBREGION_BYTES }]);
  });
});
