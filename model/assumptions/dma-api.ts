import type { DmaApiAssumptions } from '../vocabulary/dma-api/assumption';
import type { Assumption } from './assumption';

/** The open questions of the dma-api machine. dma-mmio.md 0.4, 3.4, 4.5, 4.6, 7, 11. */
export const DMA_API_ASSUMPTIONS: readonly Assumption[] = [
  {
    name: 'DMA_RELEASE',
    question: 'Which release maps direct, and knows which host bridges?',
    positions: [
      {
        name: '7.3',
        evidence:
          'MMIO is translated and has its alias; CC_SHARED names the shared alias; a device that reaches shared memory only is told by its capability (4.2)',
      },
      {
        name: '7.2',
        evidence:
          'MMIO is its CPU address; CC_SHARED is accepted under forced bounce alone and passes it by; guests force bounce for all devices (0.4, 4.2; Linux kernel/dma/direct.h of 7.2)',
      },
    ],
    default: '7.3',
    confidence: 'U',
    aliases: ['L72', 'L73'],
    notModelled: null,
  },
  {
    name: 'DMA_FORCE_UNENCRYPTED',
    question: 'Does a locked device of a guest reach private memory?',
    positions: [
      { name: 'per-device', evidence: 'rows R8 to R11 and M6 to M8 extend the algorithm so; T=1 needs it (7.1, 11.5)' },
      { name: 'per-platform', evidence: 'forceUnencrypted of 7.3 is true for every device of a guest (7.1, DMA-057)' },
    ],
    default: 'per-device',
    confidence: 'I',
    aliases: ['DMA-057'],
    notModelled: null,
  },
  {
    name: 'DMA_MMIO_STATE',
    question: 'Do the attributes of a direct MMIO mapping have to agree with the state of the BAR?',
    positions: [
      {
        name: 'checked',
        evidence: 'private MMIO through the shared alias, and the other way, must be refused (7.2 M5, M8; seed 002)',
      },
      {
        name: 'ignored',
        evidence: 'dma_map_phys of 7.3 knows no provider: it takes the attributes for true (7.2 M5, M8 as built)',
      },
    ],
    default: 'checked',
    confidence: 'S',
    aliases: ['M5', 'M8'],
    notModelled: null,
  },
  {
    name: 'DMA_BUS_ADDR_CC',
    question: 'Does the bus address path of a guest look at BAR and requester?',
    positions: [
      {
        name: 'checked',
        evidence:
          'BUS_ADDR must not be used without a decision where confidential computing applies (3.4, 7.2 B1; seed 002)',
      },
      {
        name: 'ignored',
        evidence: 'the bus address of 7.3 is paddr + busOffset, and nothing is asked (7.2 B1 as built)',
      },
    ],
    default: 'checked',
    confidence: 'S',
    aliases: ['B1'],
    notModelled: null,
  },
  {
    name: 'DMA_IOMMU_CC',
    question: 'Do the IOMMU and legacy paths and the IOVA API of a guest look at BAR and requester?',
    positions: [
      { name: 'checked', evidence: 'private MMIO only from T=1, whatever the path (7.2 I2, DMA-052; seed 002)' },
      {
        name: 'ignored',
        evidence: 'only dma_map_phys looks at CC_SHARED, and nothing at the state of the BAR (4.3, 4.4, D4-1)',
      },
    ],
    default: 'checked',
    confidence: 'S',
    aliases: ['D4-1', 'I2'],
    notModelled: null,
  },
  {
    name: 'DMA_P2P_ATTRS',
    question: 'With which attributes is P2P memory mapped through the host bridge?',
    positions: [
      {
        name: 'provider',
        evidence:
          'a set carried by the provider, MMIO and CC_SHARED of shared BARs, was drafted (3.4, DMA-033; CCSHARED-26)',
      },
      {
        name: 'mmio-alone',
        evidence:
          'callers of 7.3 pass MMIO: P2P in a guest is broken and must keep failing until they are fixed (3.4; CCSHARED-26)',
      },
    ],
    default: 'provider',
    confidence: 'C',
    aliases: ['DMA-033'],
    notModelled: null,
  },
  {
    name: 'DMA_SG_P2P',
    question: 'How is page-backed P2P memory of a scatterlist mapped through the host bridge?',
    positions: [
      { name: 'mmio', evidence: 'as the dma-buf, HMM and block paths do: with MMIO (4.6; seed 002)' },
      { name: 'as-ram', evidence: 'dma_map_sg of 7.2 and 7.3 adds no MMIO: CACHE and no MMIO on iommu-dma (4.6)' },
    ],
    default: 'mmio',
    confidence: 'S',
    aliases: [],
    notModelled: null,
  },
  {
    name: 'DMA_T1_SHARED_MMIO',
    question: 'May a requester that issues T=1 reach shared MMIO?',
    positions: [
      { name: 'yes', evidence: 'its second stage is that of the CPU, which reaches both (7.2 M7, 7.3)' },
      { name: 'no', evidence: 'that is implied only, nowhere stated (11.7)' },
    ],
    default: 'yes',
    confidence: 'I',
    aliases: ['M7'],
    notModelled: null,
  },
  {
    name: 'DMA_TRUSTED_MMIO_CBIT',
    question: 'Does the direct address of private MMIO in an AMD guest have the C-bit?',
    positions: [
      { name: 'set', evidence: 'trusted MMIO and the VF BAR seen in a guest need it (7.3; LENDACKY-25)' },
      { name: 'clear', evidence: 'APM: pages that correspond to MMIO must have it clear (7.3; seed 000)' },
    ],
    default: 'set',
    confidence: 'C',
    aliases: ['M6', 'BG82'],
    notModelled: null,
  },
  {
    name: 'DMA_MMIO_ATTR',
    question: 'What names MMIO of a guest private?',
    positions: [
      { name: 'cc-shared', evidence: 'what landed: MMIO alone is private, with CC_SHARED it is shared (7.3)' },
      { name: 'mmio-encrypted', evidence: 'seed 002: DMA_ATTR_MMIO_ENCRYPTED would be the logical step (7.3)' },
    ],
    default: 'cc-shared',
    confidence: 'C',
    aliases: [],
    notModelled: null,
  },
  {
    name: 'DMA_CC_RAM',
    question: 'May RAM of a guest that was made shared be mapped as it is?',
    positions: [
      { name: 'cc-shared', evidence: 'CC_SHARED of 7.3 says that the caller converted it (7.2 R5, 7.3)' },
      {
        name: 'bounce-only',
        evidence: 'seed 001: only bounce or special coherent memory may be mapped in a guest (7.3)',
      },
    ],
    default: 'cc-shared',
    confidence: 'C',
    aliases: ['R5'],
    notModelled: null,
  },
  {
    name: 'DMA_POWER_TCE_MMIO',
    question: 'What does POWER TCE do with MMIO?',
    positions: [
      { name: 'maps', evidence: 'it maps it like memory: there is no check for MMIO (4.5; read in 7.3)' },
      {
        name: 'refuses',
        evidence: 'without a resource op it must fail, and it had none before map_phys (4.5, 11.8; seed 002)',
      },
    ],
    default: 'maps',
    confidence: 'C',
    aliases: [],
    notModelled: null,
  },
];

/** A named choice of answers to the open questions of the dma-api machine. */
export interface DmaApiProfile {
  readonly name: string;
  /** Where it differs from the defaults. */
  readonly choices: Partial<DmaApiAssumptions>;
  /** Why these. */
  readonly reason: string;
}

/** What `--profile` chooses from for the dma-api machine. None switches off a required rule. */
export const DMA_API_PROFILES: readonly DmaApiProfile[] = [
  {
    name: 'linux-7.3',
    choices: {},
    reason: 'the defaults: the paths of this release, with its gaps under confidential computing closed',
  },
  { name: 'linux-7.2', choices: { DMA_RELEASE: '7.2' }, reason: 'the direct path of this release' },
  {
    name: 'seeds',
    choices: { DMA_MMIO_ATTR: 'mmio-encrypted', DMA_CC_RAM: 'bounce-only', DMA_POWER_TCE_MMIO: 'refuses' },
    reason: 'what the discussions of seeds 001 and 002 require where 7.3 went another way',
  },
];
