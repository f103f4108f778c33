import { flush, unmapPages } from './domain-calls';
import type { OpRun } from './op-run';
import { piecesOf, type Piece } from './pieces';
import { release } from './pin-run';
import { dropRuns, type Container, type Domain, type Mapping } from './state';

/** Pieces that are unpinned after one flush. dma-mmio.md 5.5. */
const FLUSH_PIECES = 512;

/**
 * dma-mmio.md 5.5: the runs of a mapping leave all domains, the first of the list last, and are unpinned when its IOTLB
 * is flushed. The mapping is only recorded then.
 */
export function unmapMapping(container: Container, op: OpRun, mapping: Mapping): void {
  const pieces = piecesOf(mapping.runs ?? []);
  dropRuns(mapping);
  const [first, ...others] = container.domains;
  if (first === undefined || pieces.length === 0) return;
  const pages = pieces.reduce((sum, piece) => sum + piece.pages, 0);
  for (const domain of others) unmapPages(op, domain, mapping.page, pages, true);
  const noted: Piece[] = [];
  for (const piece of pieces) {
    if (op.failsNow('piece')) {
      flushAndRelease(op, first, noted, mapping);
      unmapPages(op, first, piece.page, piece.pages, true);
      releasePiece(op, piece, mapping);
      continue;
    }
    unmapPages(op, first, piece.page, piece.pages, false);
    noted.push(piece);
    if (noted.length === FLUSH_PIECES) flushAndRelease(op, first, noted, mapping);
  }
  if (noted.length > 0) flushAndRelease(op, first, noted, mapping);
}

/** Only what no IOTLB leads to any more is unpinned. */
function flushAndRelease(op: OpRun, domain: Domain, noted: Piece[], mapping: Mapping): void {
  flush(op, domain);
  for (const piece of noted) releasePiece(op, piece, mapping);
  noted.length = 0;
}

export function releasePiece(op: OpRun, { runs }: Piece, mapping: Mapping): void {
  for (const run of runs) release(op, run, mapping);
}
