import type { Pages } from '../vocabulary/vfio-type1/area';
import type { Run } from './state';

/** Runs behind one another whose memory is behind one another too, of whatever class: what is unmapped by one call. */
export interface Piece {
  readonly page: number;
  readonly pages: Pages;
  readonly runs: readonly Run[];
}

/** dma-mmio.md 5.5: physically contiguous pages are merged. */
export function piecesOf(runs: readonly Run[]): readonly Piece[] {
  const pieces: { page: number; pages: Pages; runs: Run[] }[] = [];
  for (const run of runs) {
    const piece = pieces.at(-1);
    const before = piece?.runs.at(-1);
    if (piece !== undefined && before !== undefined && run.frame === before.frame + before.frames) {
      piece.pages += run.frames;
      piece.runs.push(run);
    } else pieces.push({ page: run.page, pages: run.frames, runs: [run] });
  }
  return pieces;
}
