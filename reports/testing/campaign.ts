import type { CampaignFinding, CampaignHead, CampaignReport, CampaignSample } from '../../model/vocabulary/campaign';
import { FINDING, ROWS } from './samples';

/** A campaign that the tests of the renderers share. */

export const HEAD: CampaignHead = {
  machine: 'page-table',
  subject: 'linux-6.12-amdv1',
  version: '6.12.117',
  toolVersion: '0.1.0',
  profile: 'linux-6.12',
  assumed: ['AMB-LEN=einval'],
  themes: 'all',
  seed: 'one night',
  limits: { seconds: 28_800, cases: null, plateauSeconds: null },
};

/** Half way through the night: `minutes` in. */
export const sampleAt = (minutes: number): CampaignSample => ({
  seconds: minutes * 60,
  epoch: minutes,
  cases: minutes * 72_000,
  ops: minutes * 7_200_000,
  casesPerSecond: 1200 + (minutes % 7),
  opsPerSecond: 120_000,
  behaviours: Math.round(9000 * (1 - 1 / (1 + minutes))),
  behavioursLately: Math.round(900 / (1 + minutes)),
  quietSeconds: minutes,
  corpus: Math.round(2500 * (1 - 1 / (1 + minutes))),
  goalsReached: Math.min(38, minutes),
  goals: 40,
  rulesReached: Math.min(118, 60 + minutes),
  rules: 120,
  findings: minutes > 5 ? 1 : 0,
  knownFindings: 2,
  failedCases: minutes * 10,
  workers: 4,
  workersLost: 1,
  rerun: minutes * 700,
  unstable: 0,
  memoryBytes: (300 + (minutes % 5)) * 2 ** 20,
});

export const CAMPAIGN_FINDING: CampaignFinding = {
  key: 'PT-032-mapPages-entries-C-bit',
  kind: 'rule',
  rule: 'PT-032',
  op: 'mapPages',
  effect: 'entries(C-bit)',
  count: 1234,
  known: false,
  restsOn: [],
  firstCase: 12,
  firstSeconds: 0.4,
  shrunk: true,
  counterexample: { ...FINDING.counterexample, trace: { machine: 'page-table', config: {}, ops: [] } },
  configText: 'amdv1, io-pgtable, C-bit 47',
  opTexts: ['iovaToPhys(iova 0x1000)', 'mapPages(iova 0x1000, oa 0xfe000000, READ|WRITE|MMIO)'],
  folder: 'out/findings/PT-032-mapPages-entries-C-bit',
  replay: 'npx iommu-conformance replay out/findings/PT-032-mapPages-entries-C-bit/trace.json',
};

export const CAMPAIGN: CampaignReport = {
  head: HEAD,
  end: 'time',
  samples: Array.from({ length: 120 }, (_, minute) => sampleAt(minute + 1)),
  rules: ROWS.map(({ rule, status, exercised, reason }) => ({
    rule,
    status,
    exercised,
    ...(reason === undefined ? {} : { reason }),
  })),
  goals: [
    {
      name: 'removed-whole',
      statement: 'An unmap that ends inside a 32K entry removes it whole.',
      cases: 12,
      firstCase: 400,
    },
    { name: 'two-revokes', statement: 'A revoke meets two live mappings.', cases: 0, firstCase: null },
  ],
  themes: { core: 2500, mutated: 7000 },
  findings: [CAMPAIGN_FINDING],
  waysDropped: 0,
  staleDeviations: [],
};
