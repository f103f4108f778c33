/**
 * The protocol between the suite and the child process that holds an untrusted library: frames of 32-bit words (in the
 * machine's own order: both ends are this machine) on two pipes of their own, so that nothing that the library prints
 * can get into it.
 *
 *     request  length, trace number, flags, count of ops, configuration ×16, op records and segments
 *     reply    MAGIC, length, trace number, result, has info, bitmap lo/hi, aperture end lo/hi, spare, records
 *     hello    MAGIC, length, HELLO, 0 or an exit code, UTF-8 bytes of the text, the text (padded to words)
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

const HEAD_BYTES = 8;

/** Cuts a stream of bytes into frames. Each byte is copied once, into a frame of its own. */
export class FrameReader {
  private readonly head = Buffer.alloc(HEAD_BYTES);
  private headFilled = 0;
  private frame: Uint8Array | null = null;
  private filled = 0;

  /** Takes the next chunk; calls `onFrame` for every frame that it completes. Returns what is wrong with it, or null. */
  push(chunk: Buffer, onFrame: (frame: Uint32Array) => void): string | null {
    for (let at = 0; at < chunk.length;) {
      if (this.frame === null) {
        at += this.takeHead(chunk, at);
        if (this.headFilled < HEAD_BYTES) return null;
        const fault = this.begin();
        if (fault !== null) return fault;
      }
      const frame: Uint8Array = this.frame!;
      const part = chunk.subarray(at, at + frame.length - this.filled);
      frame.set(part, this.filled);
      this.filled += part.length;
      at += part.length;
      if (this.filled < frame.length) return null;
      this.frame = null;
      onFrame(new Uint32Array(frame.buffer));
    }
    return null;
  }

  private takeHead(chunk: Buffer, at: number): number {
    const copied = chunk.copy(this.head, this.headFilled, at, at + HEAD_BYTES - this.headFilled);
    this.headFilled += copied;
    return copied;
  }

  /** Makes room for the frame that the head announces. */
  private begin(): string | null {
    const magic = this.head.readUInt32LE(0);
    const words = this.head.readUInt32LE(4);
    if (magic !== MAGIC) return `a frame starts with 0x${magic.toString(16)}`;
    if (words < HELLO_HEADER || words > MAX_FRAME_WORDS) return `a frame of ${words} words`;
    this.frame = new Uint8Array(words * 4);
    this.frame.set(this.head);
    this.headFilled = 0;
    this.filled = HEAD_BYTES;
    return null;
  }
}
