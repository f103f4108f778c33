import type { Finding, PageTableConfig, RuleInfo, RuleVerdict, Verdict } from '../../model/vocabulary';
import { DEFAULT_ASSUMPTIONS, OpKind, PAGE_SIZES, Prot, makeOp } from '../../model/vocabulary';

/** Values that the tests of the renderers share. */

export const CONFIG: PageTableConfig = {
  format: 'amdv1',
  contract: 'io-pgtable',
  topLevel: 2,
  vasz: 64,
  oasz: 52,
  pageSizes: PAGE_SIZES.v1,
  smeBit: 47,
  flush: 'range',
  queued: false,
  domainType: 'paging',
  domains: 1,
  assumptions: DEFAULT_ASSUMPTIONS,
};

export const rule = (id: string, fields: Partial<RuleInfo> = {}): RuleInfo => ({
  id: `PT-${id}`,
  title: 'MMIO leaves do not carry it',
  statement: 'A leaf that maps MMIO has a clear C-bit, unless the size code covers its position.',
  source: 'page-tables.md 8.3',
  confidence: 'V',
  level: 'required',
  why: 'With the C-bit set, peer-to-peer DMA goes to another address and fails.',
  example: 'A driver that drops IOMMU_MMIO before it encodes the leaf.',
  ...fields,
});

export const FINDING: Finding = {
  rule: 'PT-032',
  op: 'mapPages',
  effect: 'entries(C-bit)',
  count: 1234,
  known: false,
  counterexample: {
    trace: {
      machine: 'page-table',
      config: CONFIG,
      ops: [
        makeOp(OpKind.iovaToPhys, { iova: 1 }),
        makeOp(OpKind.mapPages, { iova: 1, oa: 0xfe000, len: 1, pageLg: 12, prot: Prot.READ | Prot.WRITE | Prot.MMIO }),
      ],
    },
    op: 1,
    reason: 'the leaf at iova 0x1000 maps MMIO and has the C-bit set',
    entries: [
      {
        where: 'level 0, iova 0x1000, leaf of 4 KiB',
        expectedRaw: '0x70000000fe000001',
        observedRaw: '0x70008000fe000001',
        fields: [
          { field: 'IW [62]', expected: '1', observed: '1' },
          { field: 'C-bit [47]', expected: '0', observed: '1' },
          { field: 'PR [0]', expected: '1', observed: '1' },
        ],
      },
    ],
    seed: '5eed',
    caseNumber: 12,
    originalOps: 93,
  },
};

export const ROWS: readonly RuleVerdict[] = [
  {
    rule: rule('001', { statement: 'Every item that is not present is zero.' }),
    status: 'held',
    exercised: 1234567,
    findings: [],
  },
  { rule: rule('032'), status: 'broken', exercised: 4021, findings: [FINDING] },
  { rule: rule('055', { level: 'recommended' }), status: 'not reached', exercised: 7, findings: [] },
  { rule: rule('073', { level: 'contract' }), status: 'known', exercised: 900, findings: [] },
  { rule: rule('173'), status: 'not tested', exercised: 0, reason: 'sequential subjects', findings: [] },
  { rule: rule('174'), status: 'not tested', exercised: 0, reason: 'sequential subjects', findings: [] },
];

export const VERDICT: Verdict = {
  subject: 'linux-6.12-amdv1',
  version: '6.12.117',
  profile: 'linux-6.12',
  assumed: ['AMB-LEN=einval'],
  seed: '5eed',
  cases: 20000,
  ops: 2006000,
  activeShare: 0.634,
  meanOps: 100.3,
  themes: { core: 2500, mmio: 2500 },
  rules: ROWS,
  divergences: [],
  staleDeviations: ['PT-073 iommuMap ret(0 for -EADDRINUSE (-98))'],
  seconds: 4.25,
};
