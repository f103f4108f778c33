/** True if two flat records have the same fields with the same values. `but`: a field that is not compared. */
export function isSameRecord<T extends object>(one: T, other: T, but?: keyof T): boolean {
  for (const key in one) if (key !== but && one[key] !== other[key]) return false;
  for (const key in other) if (!(key in one)) return false;
  return true;
}

/** True if two lists of flat records, or of plain values, are the same. */
export function isSameList<T>(one: readonly T[], other: readonly T[], but?: string): boolean {
  if (one.length !== other.length) return false;
  for (let i = 0; i < one.length; i++) {
    const [a, b] = [one[i]!, other[i]!];
    if (a === b) continue;
    if (typeof a !== 'object' || typeof b !== 'object') return false;
    if (!isSameRecord(a as object, b as object, but as never)) return false;
  }
  return true;
}
