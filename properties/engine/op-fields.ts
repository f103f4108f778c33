import type { OpName } from '../../model/vocabulary';

/** What an op can be given besides its kind and its domain. `pgsize` is `op.pageLg`, `tables` the `len` of a budget. */
export type OpField = 'iova' | 'oa' | 'len' | 'pgsize' | 'segments' | 'prot' | 'flags' | 'tables';

/** The fields that each kind uses, in the order in which people say them. All others are 0. */
export const FIELDS_OF: { readonly [Name in OpName]: readonly OpField[] } = {
  map: ['iova', 'oa', 'len', 'prot'],
  mapPages: ['iova', 'oa', 'len', 'pgsize', 'prot'],
  unmap: ['iova', 'len', 'pgsize'],
  iovaToPhys: ['iova'],
  setDirty: ['iova'],
  readAndClearDirty: ['iova', 'len', 'flags'],
  iommuMap: ['iova', 'oa', 'len', 'prot', 'flags'],
  iommuUnmap: ['iova', 'len'],
  iommuMapSg: ['iova', 'segments', 'prot', 'flags'],
  sync: [],
  budget: ['tables'],
};
