import { reasonOf, SubjectError, SubjectExit } from '../../subject-error';
import { computedMs, residentBytes } from './confine';
import { ended, hung, nonsense, outOfMemory, type Failure } from '../failure';
import { FrameReader, HELLO, HELLO_HEADER } from './frames';
import type { Limits, Patience } from './limits';
import { spawnChild, type Spawned } from './spawn';

/** Milliseconds between two looks at the child. */
const WATCH_MS = 20;
/**
 * One look counts for at most this many milliseconds of waiting: where this process was busy or stopped in between, the
 * reply may long be there, unread.
 */
const LOOK_MS = 5 * WATCH_MS;
/** Milliseconds that a child gets to load its library. */
const START_MS = 20_000;
/** Room under the kernel's cap on the address space above the limit: normally the watch is first, and can say why. */
const HARD_CAP_ROOM = 2 ** 31;
const STDERR_KEPT = 1000;

interface Exchange {
  /** Replies still to come, and the number that the next one must carry. */
  left: number;
  next: number;
  readonly onReply: (reply: Uint32Array) => void;
  readonly settle: (failure: Failure | null) => void;
}

/** One child process, from its start to its end. It serves one exchange at a time. */
export class Session {
  /** The handshake, as the library wrote it. */
  handshake = '';
  private readonly child: Spawned;
  private readonly reader = new FrameReader();
  private readonly watch: NodeJS.Timeout;
  private exchange: Exchange | null = null;
  private failure: Failure | null = null;
  private waited = 0;
  private lastLook = performance.now();
  /** What the child had computed at the first look after the last reply; −1 until then. */
  private computed = -1;
  private patience: Patience = { ms: START_MS, cpuMs: START_MS };
  private baseline = 0;
  private growth = 0;
  private said = '';
  private hello: { resolve: () => void; reject: (error: Error) => void } | null = null;

  /** Starts a child and waits for its handshake. @throws SubjectError if the library cannot be used */
  static async start(path: string, limits: Limits): Promise<Session> {
    const session = new Session(path, limits);
    await new Promise<void>((resolve, reject) => {
      session.hello = { resolve, reject };
    });
    return session;
  }

  private constructor(
    private readonly path: string,
    private readonly limits: Limits,
  ) {
    this.child = spawnChild(path, limits.memoryBytes + HARD_CAP_ROOM);
    this.child.replies.on('data', (chunk: Buffer) => this.receive(chunk));
    this.child.stderr.on('data', (chunk: Buffer) => {
      this.said = (this.said + chunk.toString('latin1')).slice(-STDERR_KEPT);
    });
    // Writing to a child that has died: its end is reported by 'close'.
    this.child.requests.on('error', () => undefined);
    this.child.process.once('error', (error) => this.fail(nonsense(reasonOf(error))));
    this.child.process.once('close', (code, signal) => this.ended(code, signal));
    this.watch = setInterval(() => this.look(), WATCH_MS);
  }

  get alive(): boolean {
    return this.failure === null;
  }

  /**
   * Sends the `frames` of `count` requests, numbered from `first` on. Resolves to null when every reply has come, or to
   * what ended the child; the replies that came before are delivered in any case.
   */
  run(
    frames: Uint32Array,
    first: number,
    count: number,
    patience: Patience,
    onReply: (reply: Uint32Array) => void,
  ): Promise<Failure | null> {
    if (this.failure !== null || count === 0) return Promise.resolve(this.failure);
    this.patience = patience;
    this.waited = 0;
    this.computed = -1;
    this.lastLook = performance.now();
    this.watch.ref();
    return new Promise((settle) => {
      this.exchange = { left: count, next: first, onReply, settle };
      this.child.requests.write(Buffer.from(frames.buffer, frames.byteOffset, frames.byteLength));
    });
  }

  /** Ends the child, whatever it is busy with. Resolves when it is gone. */
  async close(): Promise<void> {
    const child = this.child.process;
    if (child.exitCode !== null || child.signalCode !== null) return;
    const gone = new Promise((resolve) => child.once('exit', resolve));
    this.fail(ended(0, null, ''));
    await gone;
  }

  private receive(chunk: Buffer): void {
    if (this.failure !== null) return;
    const fault = this.reader.push(chunk, (frame) => this.take(frame));
    if (fault !== null) this.fail(nonsense(fault));
  }

  private take(frame: Uint32Array): void {
    if (this.failure !== null) return;
    this.waited = 0;
    this.computed = -1;
    if (this.hello !== null) return this.greet(frame);
    const exchange = this.exchange;
    if (exchange === null || frame[2] !== exchange.next) return this.fail(nonsense('a reply that nothing asked for'));
    exchange.next++;
    exchange.left--;
    exchange.onReply(frame);
    if (exchange.left === 0) this.settle(null);
  }

  private greet(frame: Uint32Array): void {
    const { resolve, reject } = this.hello!;
    this.hello = null;
    const text = Buffer.from(frame.buffer).toString('utf8', HELLO_HEADER * 4, HELLO_HEADER * 4 + frame[4]!);
    const fault = frame[3]!;
    if (frame[2] !== HELLO || fault !== 0) {
      reject(new SubjectError(text, fault === SubjectExit.harness ? SubjectExit.harness : SubjectExit.unavailable));
      this.fail(ended(fault, null, ''));
      return;
    }
    this.handshake = text;
    this.baseline = residentBytes(this.child.process.pid!);
    this.watch.unref();
    resolve();
  }

  /** The watch: memory and time of what is in flight. */
  private look(): void {
    if (this.exchange === null && this.hello === null) return;
    const now = performance.now();
    this.waited += Math.min(now - this.lastLook, LOOK_MS);
    this.lastLook = now;
    const pid = this.child.process.pid!;
    const computed = computedMs(pid);
    if (this.computed < 0) this.computed = computed;
    // 0 is said of a child that has just died; what it had before tells why.
    const resident = residentBytes(pid);
    if (resident > 0) this.growth = resident - this.baseline;
    if (this.hello === null && this.growth > this.limits.memoryBytes) this.fail(outOfMemory(this.limits.memoryBytes));
    else if (this.waited > this.patience.ms) this.fail(hung(`${this.patience.ms / 1000} s`));
    else if (computed - this.computed > this.patience.cpuMs) {
      this.fail(hung(`${this.patience.cpuMs / 1000} s of computing`));
    }
  }

  private ended(code: number | null, signal: string | null): void {
    const starved = signal !== null && this.hello === null && this.growth > this.limits.memoryBytes / 2;
    const said = this.said.trim().split('\n').at(-1)!.trim();
    this.fail(starved ? outOfMemory(this.limits.memoryBytes) : ended(code, signal, said));
    clearInterval(this.watch);
  }

  private fail(failure: Failure): void {
    if (this.failure !== null) return;
    this.failure = failure;
    this.child.process.kill('SIGKILL');
    this.settle(failure);
    this.hello?.reject(new SubjectError(`${this.path}: it ${failure.verb} while it was loaded (${failure.detail})`));
  }

  private settle(failure: Failure | null): void {
    this.watch.unref();
    const exchange = this.exchange;
    this.exchange = null;
    exchange?.settle(failure);
  }
}
