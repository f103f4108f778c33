/** Bytes [iova, iova + bytes) of the device's address space; `bytes` may grow while it is in a tree. */
export interface Interval {
  readonly iova: bigint;
  readonly bytes: bigint;
}

interface Node<I extends Interval> {
  interval: I;
  lower: Node<I> | null;
  upper: Node<I> | null;
}

/** Intervals that do not overlap, as a binary tree by address. */
export class IntervalTree<I extends Interval> {
  private root: Node<I> | null = null;

  /** Any interval that has a byte of [first, last]. */
  overlapping(first: bigint, last: bigint): I | null {
    let node = this.root;
    while (node !== null) {
      const { bytes, iova } = node.interval;
      if (last < iova) node = node.lower;
      else if (first > iova + bytes - 1n) node = node.upper;
      else return node.interval;
    }
    return null;
  }

  /** All that have a byte of [first, last], lowest first. */
  within(first: bigint, last: bigint): I[] {
    const found: I[] = [];
    collect(this.root, first, last, found);
    return found;
  }

  /** All, lowest first. */
  all(): I[] {
    const found: I[] = [];
    collect(this.root, null, null, found);
    return found;
  }

  insert(interval: I): void {
    const leaf: Node<I> = { interval, lower: null, upper: null };
    let node = this.root;
    if (node === null) {
      this.root = leaf;
      return;
    }
    for (;;) {
      const side: 'lower' | 'upper' = interval.iova < node.interval.iova ? 'lower' : 'upper';
      const next: Node<I> | null = node[side];
      if (next === null) {
        node[side] = leaf;
        return;
      }
      node = next;
    }
  }

  remove(interval: I): void {
    this.root = without(this.root, interval);
  }
}

function collect<I extends Interval>(node: Node<I> | null, first: bigint | null, last: bigint | null, into: I[]): void {
  if (node === null) return;
  const { bytes, iova } = node.interval;
  const reachesFirst = first === null || iova + bytes > first;
  const reachesLast = last === null || iova <= last;
  if (first === null || iova > first) collect(node.lower, first, last, into);
  if (reachesFirst && reachesLast) into.push(node.interval);
  if (reachesLast) collect(node.upper, first, last, into);
}

function without<I extends Interval>(node: Node<I> | null, interval: I): Node<I> | null {
  if (node === null) return null;
  if (node.interval !== interval) {
    const side = interval.iova < node.interval.iova ? 'lower' : 'upper';
    node[side] = without(node[side], interval);
    return node;
  }
  if (node.lower === null) return node.upper;
  if (node.upper === null) return node.lower;
  let next = node.upper;
  while (next.lower !== null) next = next.lower;
  return { interval: next.interval, lower: node.lower, upper: without(node.upper, next.interval) };
}
