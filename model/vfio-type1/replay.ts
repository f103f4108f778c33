import { mapRun, unmapPages } from './domain-calls';
import { newBatch, type Batch } from './fetch';
import type { OpRun } from './op-run';
import { piecesOf } from './pieces';
import { pinRun, release, releaseLeftovers } from './pin-run';
import { addRun, doneOf, dropRuns, type Container, type Domain, type Mapping, type Run } from './state';
import { releasePiece } from './unmap-mapping';

/**
 * All mappings, in IOVA order, into a domain that is not in the list yet: 0 or a negative errno, and then nothing is
 * different. dma-mmio.md 5.6 (b), VFIO-008.
 */
export function replay(container: Container, op: OpRun, domain: Domain): number {
  const batch = newBatch(container, op);
  const recorded = new Set<Mapping>();
  for (const [index, mapping] of container.mappings.entries()) {
    if (mapping.runs === null) recorded.add(mapping);
    const value =
      mapping.runs === null
        ? pinAndMapIn(container, op, batch, domain, mapping)
        : mapIn(container, op, domain, mapping, mapping.runs);
    if (value === 0) continue;
    undo(op, domain, container.mappings.slice(0, index + 1), recorded);
    return value;
  }
  return 0;
}

/** A mapping that other domains have: its runs, with the class that each page had when it was mapped (D5-1). */
function mapIn(container: Container, op: OpRun, domain: Domain, mapping: Mapping, runs: readonly Run[]): number {
  for (const run of replayedRuns(container, runs)) {
    const value = mapRun(container, op, domain, mapping, run);
    if (value !== 0) return value;
  }
  return 0;
}

/** With huge pages disabled the runs are pages; whether their replay is too is an open question. */
function replayedRuns({ config }: Container, runs: readonly Run[]): readonly Run[] {
  if (!config.hugePagesDisabled || config.assumptions.VFIO_REPLAY_SINGLE === 'pages') return runs;
  return piecesOf(runs).flatMap((piece) => {
    const merged: Run[] = [];
    for (const run of piece.runs) {
      const last = merged.at(-1);
      if (last?.pageClass === run.pageClass) merged[merged.length - 1] = { ...last, frames: last.frames + run.frames };
      else merged.push(run);
    }
    return merged;
  });
}

/** A mapping that was only recorded is pinned now. */
function pinAndMapIn(container: Container, op: OpRun, batch: Batch, domain: Domain, mapping: Mapping): number {
  mapping.runs = [];
  while (doneOf(mapping) < mapping.pages) {
    const run = pinRun(container, op, batch, mapping);
    if (typeof run === 'number') return run;
    const value = mapRun(container, op, domain, mapping, run);
    if (value !== 0) {
      release(op, run, mapping);
      releaseLeftovers(op, batch, mapping);
      return value;
    }
    addRun(mapping, run);
  }
  return 0;
}

/** From the mapping that failed back to the first (Type1Op attach). */
function undo(op: OpRun, domain: Domain, replayed: readonly Mapping[], recorded: ReadonlySet<Mapping>): void {
  for (const mapping of [...replayed].reverse()) {
    if (!recorded.has(mapping)) {
      unmapPages(op, domain, mapping.page, mapping.pages, true);
      continue;
    }
    for (const piece of piecesOf(mapping.runs ?? [])) {
      unmapPages(op, domain, piece.page, piece.pages, true);
      releasePiece(op, piece, mapping);
    }
    dropRuns(mapping);
  }
}
