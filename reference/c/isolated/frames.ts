/**
 * The protocol between the suite and the child process that holds an untrusted library: frames of 32-bit words (in the
 * machine's own order: both ends are this machine) on two pipes of their own, so that nothing that the library prints
 * can get into it.
 *
 *     request  length, trace number, flags, count of ops, configuration ×16, op records and segments
 *     reply    MAGIC, length, trace number, result, has info, bitmap lo/hi, aperture end lo/hi, spare, records
 *     hello    MAGIC, length, HELLO, 1 if usable, UTF-8 bytes of the text, the text (padded to words)
 *
 * `length` counts the words of the whole frame. `result` is what ioc_run returned: −1 … −3, or the words of records.
 * The hello's text is the handshake, or one line that says why there is none.
 */

/** First word of every frame that comes from the child. */
export const MAGIC = 0x31434f49;
/** Stands where a reply has its trace number. */
export const HELLO = 0xffff_ffff;
export const REQUEST_HEADER = 4 + 16;
export const REPLY_HEADER = 10;
export const HELLO_HEADER = 5;
/** A frame longer than this is garbage: MAX_OUT_WORDS of library.ts and a header. */
const MAX_FRAME_WORDS = (1 << 26) + REPLY_HEADER;

/** File descriptors in the child: 0 … 2 belong to the library. */
export const REQUEST_FD = 3;
export const REPLY_FD = 4;

/** Cuts a stream of bytes into frames. */
export class FrameReader {
  private chunks: Buffer[] = [];
  private bytes = 0;

  /** Takes the next chunk; calls `onFrame` for every frame that it completes. Returns what is wrong with it, or null. */
  push(chunk: Buffer, onFrame: (frame: Uint32Array) => void): string | null {
    this.chunks.push(chunk);
    this.bytes += chunk.length;
    while (this.bytes >= 8) {
      const head = this.chunks[0]!.length >= 8 ? this.chunks[0]! : this.join();
      if (head.readUInt32LE(0) !== MAGIC) return `a frame starts with 0x${head.readUInt32LE(0).toString(16)}`;
      const words = head.readUInt32LE(4);
      if (words < HELLO_HEADER || words > MAX_FRAME_WORDS) return `a frame of ${words} words`;
      if (this.bytes < words * 4) return null;
      onFrame(this.take(words * 4));
    }
    return null;
  }

  private join(): Buffer {
    const joined = this.chunks.length === 1 ? this.chunks[0]! : Buffer.concat(this.chunks, this.bytes);
    this.chunks = [joined];
    return joined;
  }

  /** A copy of the first `length` bytes, aligned and independent of the chunks. */
  private take(length: number): Uint32Array {
    const joined = this.join();
    const frame = new Uint8Array(length);
    frame.set(joined.subarray(0, length));
    this.chunks = joined.length > length ? [joined.subarray(length)] : [];
    this.bytes -= length;
    return new Uint32Array(frame.buffer);
  }
}
