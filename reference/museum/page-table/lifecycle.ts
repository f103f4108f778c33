import { NO_TABLE } from '../../in-box/page-table/domain';
import { standardParts } from '../../in-box/page-table';
import type { Exhibit } from './exhibit';

/** Exhibits that concern domains as a whole (page-tables.md 1.10, 3.14, 8.13). */

export const gatheredTablesForgotten: Exhibit = {
  name: 'gathered-tables-forgotten',
  title: 'the tables that wait on a gather are forgotten when the domain dies',
  source: 'page-tables.md PT-170',
  rule: 'PT-170',
  contract: 'generic-pt',
  formats: ['amdv1', 'amdv2'],
  parts: {
    teardown: (d) => {
      if (d.root !== NO_TABLE) d.parts.freeSubtree(d, d.root, d.top);
    },
  },
};

export const halfOfSpaceOffered: Exhibit = {
  name: 'half-of-space-offered',
  title: 'a page of half the address space is offered: 2^47 in a domain of 48 bits',
  source: 'page-tables.md PT-171, 1.10 (6.19, 7.0)',
  rule: 'PT-171',
  contract: 'generic-pt',
  formats: ['amdv1'],
  parts: {
    hasSize: (d, lg) => {
      const { vasz, oasz, pageSizes } = d.config;
      const isHalf = lg === vasz - 1 && lg < oasz && ((pageSizes >> BigInt(lg)) & 1n) === 1n;
      return (isHalf && d.format.storesSize(lg)) || standardParts.hasSize(d, lg);
    },
  },
};

export const apertureWithSignBit: Exhibit = {
  name: 'aperture-with-sign-bit',
  title: 'the aperture of a v2 domain includes the top bit, which only one of two users of the table has',
  source: 'page-tables.md 2.3, 5.4 (before 6.12.117)',
  rule: 'PT-171',
  contract: 'generic-pt',
  formats: ['amdv2'],
  parts: { apertureBits: (config) => standardParts.apertureBits(config) + (config.format === 'amdv2' ? 1 : 0) },
};

export const lookupSharedByDomains: Exhibit = {
  name: 'lookup-shared-by-domains',
  title: 'the last translation is remembered for all domains together',
  source: 'page-tables.md PT-172 (static state)',
  rule: 'PT-172',
  contract: 'generic-pt',
  formats: ['amdv1', 'amdv2'],
  parts: {
    lookup: (d, page) => {
      const { notes } = d.memory;
      const oa = standardParts.lookup(d, page);
      const isOther = notes.get('page') === page && notes.get('domain') !== d.index;
      if (isOther) return notes.get('oa')!;
      if (oa >= 0) notes.set('page', page).set('oa', oa).set('domain', d.index);
      return oa;
    },
  },
};
