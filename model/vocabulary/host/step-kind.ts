/** Kinds of atomic steps: the only things that interleave (host.md, Atomic steps). Numbers, for tables by kind. */
export const StepKind = {
  ioMap: 0,
  ioUnmap: 1,
  iotlbInv: 2,
  devtlbInv: 3,
  completionWait: 4,
  psmashIo: 5,
  readRmp: 6,
  readLeaf: 7,
  readBacking: 8,
  psmash: 9,
  lock: 10,
  unlock: 11,
  rmpupdate: 12,
  nptMap: 13,
  nptZap: 14,
  directMapSplit: 15,
  attrSet: 16,
  pvalidate: 17,
  allocPage: 18,
  freePage: 19,
  leakPage: 20,
  guestAccess: 21,
  hostAccess: 22,
  dma: 23,
  evict: 24,
  setDevice: 25,
  reclaim: 26,
  clearFence: 27,
  ask: 28,
  begin: 29,
  end: 30,
  faultBegin: 31,
  faultEnd: 32,
  abandon: 33,
  quiescent: 34,
  stuck: 35,
  launchUpdate: 36,
  launchFinish: 37,
  mmioValidate: 38,
} as const;
export type StepKind = (typeof StepKind)[keyof typeof StepKind];
/** Names by number. */
export const STEP_NAMES = Object.keys(StepKind) as readonly (keyof typeof StepKind)[];

/** Number of an IO domain (its table): T=0 and T=1 of guest g. */
export const domainOf = (guest: number, t: 0 | 1): number => 2 * guest + t;
