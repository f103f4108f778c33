import type { Capabilities, Contract } from '../../model/vocabulary';

/** The contract that asks more of the caller: what is legal under it is legal under both. */
const STRICTER: readonly Contract[] = ['io-pgtable'];

/** What both subjects can do: traces within it are fair to both. */
export function sharedCapabilities(a: Capabilities, b: Capabilities): Capabilities {
  const both = <T>(x: readonly T[], y: readonly T[]): T[] => x.filter((value) => y.includes(value));
  const limit = <K extends keyof Capabilities['limits']>(key: K): Capabilities['limits'][K] => {
    const [x, y] = [a.limits[key], b.limits[key]] as [readonly unknown[] | undefined, readonly unknown[] | undefined];
    return (x === undefined ? y : y === undefined ? x : both(x, y)) as Capabilities['limits'][K];
  };
  const contracts = both(a.contracts, b.contracts);
  const keys = new Set([...Object.keys(a.limits), ...Object.keys(b.limits)]) as Set<keyof Capabilities['limits']>;
  return {
    name: `${a.name} and ${b.name}`,
    version: '',
    formats: both(a.formats, b.formats),
    contracts: contracts.length > 0 ? contracts : STRICTER,
    ops: both(a.ops, b.ops),
    levels: both(a.levels, b.levels),
    hostile: a.hostile && b.hostile,
    maxOps: Math.min(a.maxOps, b.maxOps),
    limits: Object.fromEntries([...keys].map((key) => [key, limit(key)])),
  };
}
