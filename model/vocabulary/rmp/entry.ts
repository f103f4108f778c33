/** 4K system page number, sPA >> 12 without the C-bit: below 2^40. */
export type SpaPage = number;
/** 4K guest page number, gPA >> 12: below 2^40; the RMP holds its low 39 bits. */
export type GpaPage = number;
/** 4K pages in a 2M region. */
export const REGION_PAGES = 512;

/** Page_Size of an RMP entry, and of the instructions that name a size. rmp.md 1.1. */
export const RmpSize = { size4K: 0, size2M: 1 } as const;
export type RmpSize = (typeof RmpSize)[keyof typeof RmpSize];

/** One RMP entry, abstract fields. rmp.md 1.1. */
export interface RmpEntry {
  readonly assigned: boolean;
  readonly size: RmpSize;
  readonly immutable: boolean;
  /** The gpa field: 39 bits of a 4K page number; firmware keeps its tags in the upper three. rmp.md 1.2. */
  readonly gpa: GpaPage;
  /** 0: not a guest. */
  readonly asid: number;
  readonly vmsa: boolean;
  readonly validated: boolean;
  /** One VMPL mask each, VMPL0 first. Bits: VmplBit. */
  readonly masks: readonly number[];
}

/** VMPL mask bits. rmp.md 1.1. */
export const VmplBit = { read: 1, write: 2, executeUser: 4, executeSupervisor: 8, shadowStack: 16 } as const;

/** The 13 named states. rmp.md 1.6; the order is the enumeration of the firmware. */
export const RMP_STATES = [
  'Invalid',
  'Default',
  'Hypervisor',
  'HV-Fixed',
  'Firmware',
  'Firmware-IOMMU',
  'Reclaim',
  'Context',
  'Metadata',
  'Pre-Guest',
  'Pre-Swap',
  'Guest-Invalid',
  'Guest-Valid',
] as const;
export type RmpState = (typeof RMP_STATES)[number];

/** Who wrote a page last, and in which epoch: the ghost tag that stands for its contents. rmp.md 7. */
export interface GhostTag {
  /** Changes of (assigned, asid) of the page so far. */
  readonly epoch: number;
  /** `host`, `guest 5`, `device 2 T=1`, `firmware`, or '' where nobody has written. */
  readonly writer: string;
  /** The epoch at that write. */
  readonly writtenIn: number;
}
