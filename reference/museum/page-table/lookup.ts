import { standardParts } from '../../in-box/page-table';
import type { Exhibit } from './exhibit';

/** Exhibits that translate wrongly when asked (page-tables.md 3.9, 8.9). */
const IN_BOTH = { contract: 'generic-pt', formats: ['amdv1', 'amdv2'] } as const;

export const lookupGrowsTop: Exhibit = {
  name: 'lookup-grows-top',
  title: 'the top grows to reach an address that is only looked up',
  source: 'page-tables.md PT-120',
  rule: 'PT-120',
  contract: 'generic-pt',
  formats: ['amdv1'],
  parts: {
    lookup: (d, page) => {
      if (d.isV1 && !d.inRange(page, page)) {
        d.request.setRange(page, 0, 1, 0);
        d.parts.growTop(d);
      }
      return standardParts.lookup(d, page);
    },
  },
};

export const errnoAsAddress: Exhibit = {
  ...IN_BOTH,
  name: 'errno-as-address',
  title: 'a lookup beyond the reach of the table returns an error code as a physical address',
  source: 'generic_pt before 7.2 (page-tables.md 3.9, PT-122)',
  rule: 'PT-122',
  parts: { lookup: (d, page) => (d.inRange(page, page) ? standardParts.lookup(d, page) : 2 ** 52 - 1) },
};

export const lookupRemembers: Exhibit = {
  ...IN_BOTH,
  name: 'lookup-remembers',
  title: 'the last translation is remembered, and unmap does not forget it',
  source: 'page-tables.md PT-123 (stale decode)',
  rule: 'PT-123',
  parts: {
    lookup: (d, page) => {
      const { notes } = d.memory;
      const isKnown = notes.get(`page ${d.index}`) === page;
      const oa = isKnown ? notes.get(`oa ${d.index}`)! : standardParts.lookup(d, page);
      if (oa >= 0) notes.set(`page ${d.index}`, page).set(`oa ${d.index}`, oa);
      return oa;
    },
  },
};

export const blockingDomainTranslates: Exhibit = {
  ...IN_BOTH,
  name: 'blocking-domain-translates',
  title: 'a blocking domain answers lookups as an identity domain does',
  source: 'page-tables.md PT-168',
  rule: 'PT-168',
  parts: {
    coreIovaToPhys: (d, page) =>
      d.config.domainType === 'blocked' ? (page as number) : standardParts.coreIovaToPhys(d, page),
  },
};
