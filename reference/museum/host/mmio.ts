import { domainOf } from '../../../model/vocabulary/host/step-kind';
import { ioMap, readBacking } from '../../../model/vocabulary/host/policy-steps';
import { REGION_PAGES } from '../../../model/vocabulary/rmp/entry';
import { correct } from '../../policies/correct';
import type { HostExhibit } from './exhibit';

/** Exhibits of BARs (rmp.md 4.6, 7.5) and of what is shared above vTOM (rmp.md 4.3). */

export const everyLeafEncrypted: HostExhibit = {
  name: 'host-c-bit-on-mmio',
  title: 'the mapper sets the C-bit of every leaf, MMIO or not',
  source: 'rmp.md 7.5 RMP-098; seed 000',
  rule: 'RMP-098',
  parts: { setsCBit: () => true },
};

export const mmioFlagSticks: HostExhibit = {
  name: 'host-mmio-flag-sticks',
  title: 'no leaf has the C-bit, as if IOMMU_MMIO were left over from a BAR',
  source: 'rmp.md 4.6: "must clear it again for RAM in the same call"',
  rule: 'RMP-099',
  parts: { setsCBit: () => false },
};

export const barRoundedUp: HostExhibit = {
  name: 'host-bar-rounded-up',
  title: 'a BAR is mapped by one 2M leaf, whatever its size',
  source: 'rmp.md 7.5 RMP-100; seed 000 (v5)',
  rule: 'RMP-100',
  policy: {
    ...correct,
    *mapShared(view, range, t) {
      const backing = readBacking(range.guest, false, range.gfn, 1);
      yield backing;
      if (backing.mmio && t === 0) {
        const offset = range.gfn % REGION_PAGES;
        yield ioMap(domainOf(range.guest, 0), range.gfn - offset, backing.spa - offset, 21, 1, true);
      } else yield* correct.mapShared(view, range, t);
    },
  },
  parts: {},
};

export const privateBarReached: HostExhibit = {
  name: 'host-private-bar-open',
  title: 'requests at T=0 to MMIO are exempt from the RMP check, and the leaf was left in place',
  source: 'rmp.md 7.5 RMP-102',
  rule: 'RMP-102',
  policy: {
    ...correct,
    *beforePrivate() {
      // The leaf of the BAR stays.
    },
  },
  parts: { hardware: { devices: { checkShared: () => true } } },
};

export const vtomForgotten: HostExhibit = {
  name: 'host-vtom-alias-forgotten',
  title: 'a conversion removes the leaf at T=0, and not the one of trusted devices above vTOM',
  source: 'rmp.md 4.3 (T1_VTOM_SPLITS), 7.5 RMP-092',
  rule: 'RMP-092',
  policy: {
    ...correct,
    beforePrivate: ({ config }, range) =>
      correct.beforePrivate({ config: { ...config, guests: config.guests.map((g) => ({ ...g, vtom: null })) } }, range),
  },
  parts: {},
};
