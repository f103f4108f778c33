/** Bits of the `prot` argument of map. page-tables.md 0.2. */
export const Prot = { READ: 1, WRITE: 2, CACHE: 4, NOEXEC: 8, MMIO: 16, PRIV: 32 } as const;

/** `READ|WRITE|MMIO`, or `0`. */
export const protText = (prot: number): string => {
  const names = Object.entries(Prot).flatMap(([name, bit]) => ((prot & bit) !== 0 ? [name] : []));
  const rest = prot & ~63;
  return [...names, ...(rest ? [`0x${(rest >>> 0).toString(16)}`] : [])].join('|') || '0';
};
