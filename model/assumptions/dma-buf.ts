import type { DmaBufAssumptions } from '../vocabulary/dma-buf/assumption';
import type { Assumption } from './assumption';

/** The open questions of the dma-buf machine. dma-mmio.md 1.8, 11. */
export const DMA_BUF_ASSUMPTIONS: readonly Assumption[] = [
  {
    name: 'DMABUF_LOW_POWER',
    question: 'Is the memory of a device off while it is in low power (LOW_POWER_ENTRY)?',
    positions: [
      {
        name: 'off',
        evidence: 'entry revokes, and CPU faults on the BAR are refused: what a peer may do cannot be more (1.8 D1-1)',
      },
      {
        name: 'as-released',
        evidence:
          'memoryEnabled of Linux 7.2 and 7.3 looks at power state and memory bit only: an export, a COMMAND write or a reset meanwhile gives LIVE',
      },
    ],
    default: 'off',
    confidence: 'D',
    aliases: ['D1-1'],
    notModelled: null,
  },
  {
    name: 'DMABUF_D3HOT_EXPORT',
    question: 'Does the ioctl of an export bring a device that the user put in D3hot to D0?',
    positions: [
      {
        name: 'stays',
        evidence:
          'an open device holds a runtime reference (vfio_pci_core.c, enable), so that the resume of the ioctl finds it active and does nothing (BG25)',
      },
      {
        name: 'wakes',
        evidence:
          'a resume that reaches the PCI core sets D0: in Linux 7.2 only of a device in low power that is suspended',
      },
    ],
    default: 'stays',
    confidence: 'I',
    aliases: ['BG25'],
    notModelled: null,
  },
];

/** A named choice of answers to the open questions of the dma-buf machine. */
export interface DmaBufProfile {
  readonly name: string;
  /** Where it differs from the defaults. */
  readonly choices: Partial<DmaBufAssumptions>;
  /** Why these. */
  readonly reason: string;
}

/** What `--profile` chooses from for the dma-buf machine. None switches off a required rule. */
export const DMA_BUF_PROFILES: readonly DmaBufProfile[] = [
  { name: 'default', choices: {}, reason: 'the intended behaviour of dma-mmio.md 1, 2, 6, which the seeds ask for' },
  {
    name: 'linux-7.2',
    choices: { DMABUF_LOW_POWER: 'as-released' },
    reason: 'what this release takes for memory that is off: what else it breaks are findings',
  },
  {
    name: 'linux-7.3',
    choices: { DMABUF_LOW_POWER: 'as-released' },
    reason: 'as linux-7.2: no row of the version table of dma-mmio.md 0.4 tells them apart here',
  },
];
