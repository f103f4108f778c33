import type { PageTableConfig, Trace } from '../../model/vocabulary';
import { PAGE_SIZES } from '../../model/vocabulary/config';
import type { Pass } from './shrink-pass';
import { tryEach, withConfig, withOps } from './shrink-pass';

/** The configuration of a plain domain of the same format, as the AMD driver makes it; the C-bit apart. */
const plain = ({ format }: PageTableConfig): Partial<PageTableConfig> => ({
  topLevel: format === 'amdv1' ? 2 : 3,
  vasz: format === 'amdv1' ? 64 : 47,
  oasz: 52,
  pageSizes: format === 'amdv1' ? PAGE_SIZES.v1 : PAGE_SIZES.v2,
  flush: 'range',
  queued: false,
  domainType: 'paging',
});

/** How far from plain: the number of fields that differ, and how odd the C-bit is. */
export function configRank(config: PageTableConfig): number {
  const wanted = plain(config) as Record<string, unknown>;
  const fields = config as unknown as Record<string, unknown>;
  const odd = Object.keys(wanted).filter((name) => fields[name] !== wanted[name]).length;
  const sme = config.smeBit === null ? 0 : config.smeBit === 51 ? 1 : 2;
  return odd * 3 + sme + (config.domains - 1) * 3;
}

/** One domain: every op goes to it, or only those that went to `keep` are left. */
const oneDomain = (trace: Trace, keep: number | null): Trace => {
  const ops = keep === null ? trace.ops : trace.ops.filter((op) => op.domain === keep);
  const moved = ops.map((op) => ({ ...op, domain: 0 }));
  return withConfig(withOps(trace, moved), { domains: 1 });
};

/** The configuration towards a plain domain: everything at once, then field by field. */
export const simplifyConfig: Pass = function* (trace) {
  const two = trace.config.domains === 2;
  const wanted = plain(trace.config);
  const { topLevel, vasz, ...rest } = wanted;
  yield* tryEach(trace, [
    ...(two
      ? [0, 1, null].map((keep) => (best: Trace) => (best.config.domains === 2 ? oneDomain(best, keep) : null))
      : []),
    (best) => withConfig(best, { ...wanted, smeBit: null }),
    (best) => withConfig(best, wanted),
    (best) => withConfig(best, { smeBit: null }),
    (best) => withConfig(best, { smeBit: 51 }),
    // Top level and address bits belong together.
    (best) => withConfig(best, { topLevel: topLevel!, vasz: vasz! }),
    (best) => (best.config.format === 'amdv1' ? withConfig(best, { topLevel: topLevel! }) : null),
    (best) => (best.config.format === 'amdv1' ? withConfig(best, { vasz: vasz! }) : null),
    ...Object.entries(rest).map(
      ([name, value]) =>
        (best: Trace) =>
          withConfig(best, { [name]: value }),
    ),
  ]);
};
