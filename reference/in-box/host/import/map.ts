import { portInv, portMap, portUnmap } from '../../../../model/vocabulary/host/import-steps';
import { completionWait, readRmp } from '../../../../model/vocabulary/host/policy-steps';
import { REGION_PAGES } from '../../../../model/vocabulary/rmp/entry';
import { pagesOf } from '../../../../model/vocabulary/units';
import type { Context, Protocol } from '../context';
import type { Span } from './area';
import type { ImportParts, MappedSpan } from './parts';

/** Writes of leaves that still succeed in one call; 0: all do. */
export class Luck {
  constructor(private left: number) {}

  /** True for the write that finds no page for a table. */
  fails(): boolean {
    return this.left > 0 && --this.left === 0;
  }
}

/** The largest leaf for the first of `n` pages: 2M at most, as every part of the host has tables for it. */
function largestLg(iova: number, spa: number, n: number): number {
  let lg = 12;
  while (lg < 21 && pagesOf(lg + 1) <= n && iova % pagesOf(lg + 1) === 0 && spa % pagesOf(lg + 1) === 0) lg++;
  return lg;
}

/** Leaves of one size from the first page on. */
function leavesOf(lg: number, iova: number, spa: number, n: number): number {
  const pages = pagesOf(lg);
  let count = 1;
  while ((count + 1) * pages <= n && largestLg(iova + count * pages, spa + count * pages, n - count * pages) === lg)
    count++;
  return count;
}

/** iommu_map for one port: large leaves where addresses allow; at T=1 as large as the RMP entries. False: it failed. */
export function* mapSpan(ctx: Context, importer: number, port: number, span: Span, luck: Luck): Protocol<boolean> {
  const { t } = ctx.state.imports.importers[importer]!;
  for (let at = 0; at < span.n;) {
    const iova = span.iova + at;
    const spa = span.spa + at;
    let lg = largestLg(iova, spa, span.n - at);
    let count = leavesOf(lg, iova, spa, span.n - at);
    if (t === 1) {
      const rmp = readRmp(spa, span.n - at);
      yield rmp;
      lg = rmp.lg;
      count = lg === 21 ? rmp.run / REGION_PAGES : rmp.run;
    }
    const step = portMap(importer, port, iova, spa, lg, count, span.mmio, luck.fails());
    yield step;
    if (step.done < count) {
      yield* ctx.parts.undoSpan(ctx, importer, port, span, at + step.done * pagesOf(lg));
      return false;
    }
    at += count * pagesOf(lg);
  }
  return true;
}

/** All spans for all of the ports, or nothing. */
export function* mapSpans(
  ctx: Context,
  importer: number,
  ports: readonly number[],
  spans: readonly Span[],
  luck: Luck,
): Protocol<boolean> {
  const mapped: MappedSpan[] = [];
  for (const span of spans) {
    for (const port of ports) {
      if (!(yield* mapSpan(ctx, importer, port, span, luck))) {
        yield* ctx.parts.undoMap(ctx, importer, mapped);
        return false;
      }
      mapped.push({ port, span });
    }
  }
  return true;
}

export function* unmapSpan(ctx: Context, importer: number, port: number, { iova, n }: Span): Protocol {
  yield portUnmap(importer, port, iova, n);
  yield* ctx.parts.flushPort(ctx, importer, port, iova, n);
}

const undoSpan: ImportParts['undoSpan'] = function* (ctx, importer, port, span, n) {
  if (n > 0) yield* unmapSpan(ctx, importer, port, { ...span, n });
};

const undoMap: ImportParts['undoMap'] = function* (ctx, importer, mapped) {
  for (const { port, span } of mapped.toReversed()) yield* unmapSpan(ctx, importer, port, span);
};

const flushPort: ImportParts['flushPort'] = function* ({ state }, importer, port, iova, n) {
  yield portInv(importer, port, iova, n, false);
  if (state.imports.importers[importer]!.ports[port]!.ats) yield portInv(importer, port, iova, n, true);
  yield completionWait();
};

export const mapParts: Pick<ImportParts, 'undoSpan' | 'undoMap' | 'flushPort'> = { undoSpan, undoMap, flushPort };
