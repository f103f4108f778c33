import { V1, V2 } from '../../tests/golden/build';
import { PAGE_SIZES, type PageTableConfig } from '../vocabulary';
import { ConfigError, domainBitmap, lastAperturePage } from './config';
import { PageTableMachine } from './machine';

describe('domain bitmap and aperture (1.10, 2.3, PT-171)', () => {
  it.each([
    [V1, 0x000f_ff7f_ffff_f000n, 64],
    [{ ...V1, vasz: 57 }, 0x000f_ff7f_ffff_f000n, 57],
    [{ ...V1, vasz: 48 }, 0x0000_7f7f_ffff_f000n, 48],
    [{ ...V1, vasz: 39 }, 0x0000_003f_ffff_f000n, 39],
    [{ ...V1, pageSizes: PAGE_SIZES.nohugepages }, 0x1000n, 64],
    [{ ...V1, oasz: 30 }, 0x3fff_f000n, 64],
    [V2, 0x4020_1000n, 47],
    [{ ...V2, topLevel: 4, vasz: 56 }, 0x4020_1000n, 56],
    [{ ...V1, contract: 'io-pgtable' as const, vasz: 48 }, 0x000f_ff7f_ffff_f000n, 64],
  ] satisfies [PageTableConfig, bigint, number][])('%#', (config, bitmap, bits) => {
    expect(domainBitmap(config)).toBe(bitmap);
    expect(lastAperturePage(config)).toBe(2 ** (bits - 12) - 1);
  });
});

describe('configurations that no domain can have (1.11, 2.7)', () => {
  it.each([
    [{ ...V1, topLevel: 0 }, /topLevel 0.*-EINVAL/],
    [{ ...V1, topLevel: 6 }, /topLevel 6.*-EINVAL/],
    [{ ...V1, vasz: 65 }, /vasz 65.*-EINVAL/],
    [{ ...V1, oasz: 53 }, /oasz 53.*-EINVAL/],
    [{ ...V1, smeBit: 46 }, /smeBit 46.*20, 29, 38, 47, 51/],
    [{ ...V2, topLevel: 2 }, /topLevel 2.*-EOPNOTSUPP/],
    [{ ...V2, vasz: 49 }, /vasz 49.*-EOPNOTSUPP/],
    [{ ...V2, smeBit: 52 }, /smeBit 52/],
  ] satisfies [PageTableConfig, RegExp][])('%#', (config, message) => {
    expect(() => new PageTableMachine(config)).toThrow(ConfigError);
    expect(() => new PageTableMachine(config)).toThrow(message);
  });
});
