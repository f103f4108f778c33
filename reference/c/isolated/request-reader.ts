import { readSync } from 'node:fs';

/** Reads request frames from a pipe, as many bytes at a time as there are. */
export class RequestReader {
  private words = new Uint32Array(1 << 16);
  private bytes = new Uint8Array(this.words.buffer);
  /** Bytes [start, end) have been read and not been asked for; `start` is a multiple of four. */
  private start = 0;
  private end = 0;

  constructor(private readonly fd: number) {}

  /** The next frame, a view that the next call overwrites; null where the other end has closed the pipe. */
  next(): Uint32Array | null {
    if (!this.fill(4)) return null;
    const length = this.words[this.start / 4]!;
    if (!this.fill(length * 4)) return null;
    const frame = this.words.subarray(this.start / 4, this.start / 4 + length);
    this.start += length * 4;
    return frame;
  }

  /** Reads until `wanted` bytes are there. */
  private fill(wanted: number): boolean {
    if (this.start + wanted > this.bytes.length) this.makeRoom(wanted);
    while (this.end - this.start < wanted) {
      const got = readSync(this.fd, this.bytes, this.end, this.bytes.length - this.end, null);
      if (got === 0) return false;
      this.end += got;
    }
    return true;
  }

  private makeRoom(wanted: number): void {
    const rest = this.bytes.subarray(this.start, this.end);
    if (wanted > this.bytes.length) this.words = new Uint32Array(wanted / 2);
    const bytes = new Uint8Array(this.words.buffer);
    bytes.set(rest);
    this.bytes = bytes;
    this.end = rest.length;
    this.start = 0;
  }
}
