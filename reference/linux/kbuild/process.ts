import { FrameChannel, FrameKind, NO_BYTES, type Frame } from './channel';

/** What answers a question of kernel code: words and bytes, or that the call ends here. */
export type Answer =
  | { readonly words?: readonly bigint[]; readonly bytes?: Uint8Array }
  | { readonly abandon: 'hung' | 'fault'; readonly why: string };

/** The machine around the kernel code: what it asks is answered, what it tells is heard, in the order of the code. */
export interface KernelHost {
  ask(name: string, words: readonly bigint[], bytes: Uint8Array): Answer;
  tell(name: string, words: readonly bigint[], bytes: Uint8Array): void;
}

/**
 * How a call ended. After anything but `ok` the trace is over:
 * `bug` a BUG; `fault` an access or instruction that it may not have; `hung` without end; `missing` a symbol that no
 * object defines and nothing stands for.
 */
export interface CallEnd {
  readonly how: 'ok' | 'bug' | 'fault' | 'hung' | 'missing';
  readonly words: readonly bigint[];
  /** Empty where `how` is `ok`. */
  readonly why: string;
}

/** A kernel program that runs: kernel objects in a process of their own, a new one for each trace. */
export class KernelProcess {
  private readonly channel: FrameChannel;

  /** @throws SubjectError if `program` cannot be run. */
  constructor(program: string) {
    this.channel = FrameChannel.open(program);
  }

  /** Begins a trace: the next call finds the kernel code as it boots. */
  reset(): void {
    this.channel.send(FrameKind.reset, '', []);
  }

  /** Calls an entry and looks after what it asks, until it ends. @throws SubjectError if the program has gone. */
  call(entry: string, words: readonly bigint[], host: KernelHost): CallEnd {
    this.channel.send(FrameKind.call, entry, words);
    for (;;) {
      const frame = this.channel.receive();
      if (frame.kind === FrameKind.done) return endOf(frame);
      if (frame.kind === FrameKind.tell) host.tell(frame.name, frame.words, frame.bytes);
      else this.answer(host.ask(frame.name, frame.words, frame.bytes));
    }
  }

  close(): void {
    this.channel.close();
  }

  private answer(answer: Answer): void {
    if ('abandon' in answer)
      this.channel.send(FrameKind.abandon, answer.abandon, [], Buffer.from(answer.why, 'latin1'));
    else this.channel.send(FrameKind.answer, '', answer.words ?? [], answer.bytes ?? NO_BYTES);
  }
}

const endOf = ({ name, words, bytes }: Frame): CallEnd => ({
  how: name as CallEnd['how'],
  words,
  why: Buffer.from(bytes).toString('latin1'),
});
