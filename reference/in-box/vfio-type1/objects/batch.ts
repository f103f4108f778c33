import type { Frame, Pages } from '../../../../model/vocabulary/vfio-type1/area';

/** Pages that GUP pinned and no run has taken yet: what a run leaves over, the next one begins with. dma-mmio.md 5.3. */
export class Batch {
  private readonly frames: Frame[] = [];
  private offset = 0;

  constructor(readonly capacity: Pages) {}

  get size(): Pages {
    return this.frames.length - this.offset;
  }

  /** Of the next page; there must be one. */
  get first(): Frame {
    return this.frames[this.offset]!;
  }

  clear(): void {
    this.frames.length = 0;
    this.offset = 0;
  }

  add(frame: Frame, frames: Pages): void {
    for (let i = 0; i < frames; i++) this.frames.push(frame + i);
  }

  /** How many of the next pages are in consecutive frames. */
  get contiguous(): Pages {
    let at = this.offset + 1;
    while (at < this.frames.length && this.frames[at] === this.frames[at - 1]! + 1) at++;
    return at - this.offset;
  }

  take(pages: Pages): void {
    this.offset += pages;
  }
}
