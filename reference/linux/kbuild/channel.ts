import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { closeSync, mkdtempSync, openSync, readSync, rmSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { SubjectError, SubjectExit } from '../../subject-error';

/** Kinds of frame, as reference/linux/kbuild/c/user/channel.h numbers them. */
export const FrameKind = { ask: 1, tell: 2, done: 3, answer: 4, call: 5, reset: 6, abandon: 7 } as const;

/** One message: a name, 64-bit words, bytes. */
export interface Frame {
  readonly kind: number;
  readonly name: string;
  readonly words: readonly bigint[];
  readonly bytes: Uint8Array;
}

export const NO_BYTES = new Uint8Array(0);
const HEADER = 16;
const BUFFER = 1 << 16;
const padded = (size: number): number => (size + 7) & ~7;

/**
 * Frames to and from a kernel program over two named pipes that are read and written at once: kernel code waits for each
 * answer, and an answer costs about 10 µs. The pipes' files are gone as soon as both ends are open.
 */
export class FrameChannel {
  private readonly out = Buffer.alloc(BUFFER);
  private readonly incoming = Buffer.alloc(BUFFER);
  private start = 0;
  private end = 0;

  private constructor(
    private readonly program: string,
    private readonly child: ChildProcess,
    private readonly readEnd: number,
    private readonly writeEnd: number,
  ) {}

  /** Starts `program`. @throws SubjectError where pipes cannot be made. */
  static open(program: string): FrameChannel {
    const directory = mkdtempSync(join(tmpdir(), 'kernel-program-'));
    const [to, from] = [join(directory, 'to'), join(directory, 'from')];
    try {
      const made = spawnSync('mkfifo', [to, from], { encoding: 'utf8' });
      if (made.status !== 0)
        throw new SubjectError(`${program}: cannot make pipes: ${made.stderr ?? ''}`, SubjectExit.harness);
      const [childIn, writeEnd] = openBoth(to);
      const [readEnd, childOut] = openBoth(from);
      const child = spawn(program, [], { stdio: [childIn, childOut, 'inherit'] });
      // That it could not be started shows at the first frame; without a listener it would end this process.
      child.on('error', () => undefined);
      child.unref();
      closeSync(childIn);
      closeSync(childOut);
      return new FrameChannel(program, child, readEnd, writeEnd);
    } finally {
      rmSync(directory, { recursive: true });
    }
  }

  /** @throws SubjectError if the program has gone. */
  send(kind: number, name: string, words: readonly bigint[], bytes: Uint8Array = NO_BYTES): void {
    const { out } = this;
    const nameLength = out.write(name, HEADER, 'latin1');
    out.writeUInt32LE(kind, 0);
    out.writeUInt32LE(nameLength, 4);
    out.writeUInt32LE(words.length, 8);
    out.writeUInt32LE(bytes.length, 12);
    let at = HEADER + padded(nameLength);
    for (const word of words) at = out.writeBigUInt64LE(BigInt.asUintN(64, word), at);
    out.set(bytes, at);
    at += padded(bytes.length);
    for (let sent = 0; sent < at;) sent += this.try(() => writeSync(this.writeEnd, out, sent, at - sent));
  }

  /** Waits for the next frame. @throws SubjectError if the program has gone. */
  receive(): Frame {
    this.need(HEADER);
    const { incoming, start } = this;
    const nameLength = incoming.readUInt32LE(start + 4);
    const words = incoming.readUInt32LE(start + 8);
    const bytes = incoming.readUInt32LE(start + 12);
    const size = HEADER + padded(nameLength) + words * 8 + padded(bytes);
    if (size > BUFFER) throw this.gone('sends a frame that is too long');
    this.need(size);
    return this.decode(nameLength, words, bytes);
  }

  close(): void {
    closeSync(this.readEnd);
    closeSync(this.writeEnd);
    this.child.removeAllListeners();
    this.child.on('error', () => undefined);
  }

  private decode(nameLength: number, words: number, bytes: number): Frame {
    const { incoming, start } = this;
    const atWords = start + HEADER + padded(nameLength);
    const atBytes = atWords + words * 8;
    this.start = atBytes + padded(bytes);
    return {
      kind: incoming.readUInt32LE(start),
      name: incoming.toString('latin1', start + HEADER, start + HEADER + nameLength),
      words: Array.from({ length: words }, (_, i) => incoming.readBigUInt64LE(atWords + i * 8)),
      bytes: Uint8Array.prototype.slice.call(incoming, atBytes, atBytes + bytes),
    };
  }

  /** Reads until `size` bytes from `start` on are there. */
  private need(size: number): void {
    if (this.start + size > BUFFER || this.start === this.end) {
      this.incoming.copyWithin(0, this.start, this.end);
      this.end -= this.start;
      this.start = 0;
    }
    while (this.end - this.start < size) {
      const got = this.try(() => readSync(this.readEnd, this.incoming, this.end, BUFFER - this.end, null));
      if (got === 0) throw this.gone('has ended');
      this.end += got;
    }
  }

  private try(transfer: () => number): number {
    try {
      return transfer();
    } catch (error) {
      throw this.gone(`cannot be reached (${(error as NodeJS.ErrnoException).code ?? String(error)})`);
    }
  }

  private gone(what: string): SubjectError {
    return new SubjectError(`the kernel program ${this.program} ${what}`, SubjectExit.harness);
  }
}

/** Both ends of a named pipe, [read, write]: opened with a third, so that neither open waits for the other. */
function openBoth(path: string): [number, number] {
  const both = openSync(path, 'r+');
  try {
    return [openSync(path, 'r'), openSync(path, 'w')];
  } finally {
    closeSync(both);
  }
}
