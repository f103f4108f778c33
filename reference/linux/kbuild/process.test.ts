/** The user half and the pipe, with a kernel half that does one thing an entry (testing/half.c). */
import { rmSync } from 'node:fs';
import { SubjectError } from '../../subject-error';
import { KernelProcess, type Answer, type KernelHost } from './process';
import { buildHalf } from './testing/half';

type Heard = [how: 'ask' | 'tell', name: string, ...words: (bigint | string)[]];

/** Answers from a table; remembers everything. */
class Recorder implements KernelHost {
  readonly heard: Heard[] = [];

  constructor(private readonly answers: Readonly<Record<string, Answer>> = {}) {}

  ask(name: string, words: readonly bigint[], bytes: Uint8Array): Answer {
    this.note('ask', name, words, bytes);
    return this.answers[name] ?? { words: [] };
  }

  tell(name: string, words: readonly bigint[], bytes: Uint8Array): void {
    this.note('tell', name, words, bytes);
  }

  private note(how: Heard[0], name: string, words: readonly bigint[], bytes: Uint8Array): void {
    this.heard.push([how, name, ...words, ...(bytes.length > 0 ? [Buffer.from(bytes).toString('hex')] : [])]);
  }
}

let half: ReturnType<typeof buildHalf>;
let kernel: KernelProcess;
beforeAll(() => {
  half = buildHalf();
  kernel = new KernelProcess(half.program);
});
afterAll(() => {
  kernel.close();
  rmSync(half.directory, { recursive: true });
});
beforeEach(() => kernel.reset());

const call = (entry: string, words: readonly bigint[] = [], host: KernelHost = new Recorder()) =>
  kernel.call(entry, words, host);
const ok = (...words: bigint[]) => ({ how: 'ok', words, why: '' });

test('a trace keeps its state, and the next one starts afresh', () => {
  expect(call('count', [5n])).toEqual(ok(105n));
  expect(call('count', [5n])).toEqual(ok(110n));
  kernel.reset();
  expect(call('count', [1n])).toEqual(ok(101n));
});

test('questions and what is told come in the order of the code, with 64-bit words', () => {
  const host = new Recorder({ what: { words: [2n ** 64n - 1n, 7n] }, again: { words: [9n] } });
  expect(call('askTwice', [2n ** 63n, 4n], host)).toEqual(ok(2n ** 64n - 1n, 7n, 9n));
  const text = Buffer.from('some text').toString('hex');
  expect(host.heard).toEqual([
    ['tell', 'before', 2n ** 63n],
    ['ask', 'what', 2n ** 63n, 4n],
    ['tell', 'between', text],
    ['ask', 'again'],
  ]);
});

test('RMP instructions go to the host with their operands and get its codes', () => {
  const read = Buffer.alloc(16, 0);
  read[0] = 0x11;
  read[15] = 0x22;
  const host = new Recorder({
    rmpupdate: { words: [4n] },
    psmash: { words: [7n] },
    rmpread: { words: [0n], bytes: read },
  });
  expect(call('rmp', [0x12345000n], host)).toEqual(ok(4n, 7n, 0n, 0x2211n));
  expect(host.heard).toEqual([
    ['ask', 'rmpupdate', 0x12345000n, '01020300000000000000000000000000'],
    ['ask', 'psmash', 0x12345000n],
    ['ask', 'rmpread', 0x12345000n],
  ]);
});

test('a failing RMPREAD leaves its buffer alone', () => {
  expect(call('rmp', [0n], new Recorder({ rmpread: { words: [1n] } })).words.slice(2)).toEqual([1n, 1n]);
});

test('MSRs, WBINVD, CR3 and CPUID are the host’s; CLI and STI do nothing', () => {
  const host = new Recorder({
    rdmsr: { words: [0xabcd_0000_1234n] },
    readControl: { words: [0x5000n] },
    cpuid: { words: [1n, 2n, 3n, 4n] },
  });
  expect(call('registers', [0x1_0000_0002n], host)).toEqual(ok(0xabcd_0000_1234n, 0x5000n, 1n, 2n, 3n, 4n));
  expect(host.heard).toEqual([
    ['tell', 'wrmsr', 0x10n, 0x1_0000_0002n],
    ['ask', 'rdmsr', 0x10n],
    ['tell', 'wbinvd'],
    ['ask', 'readControl', 3n],
    ['ask', 'cpuid', 0x8000_0025n, 3n],
  ]);
});

describe('watched memory', () => {
  /** Byte i of each block of 16 is i + 1. */
  const line = Uint8Array.from({ length: 256 }, (_, i) => (i % 16) + 1);

  test('a line is asked for once; each block that is loaded is told, once for neighbours in a row', () => {
    const host = new Recorder({ memory: { bytes: line } });
    call('watch', [0x12_3450n, 0x3000n]);
    expect(call('load', [0x1008n], host)).toEqual(ok(0x100f_0e0d_0c0b_0a09n));
    expect(call('copy', [0x2000n, 0x1008n, 1n], host)).toEqual(ok());
    expect(host.heard).toEqual([
      ['ask', 'memory', 0x12_4400n, 256n],
      ['tell', 'load', 0x12_4450n],
      // Nothing is remembered from one call to the next.
      ['ask', 'memory', 0x12_4400n, 256n],
      ['tell', 'load', 0x12_4450n],
      ['ask', 'memory', 0x12_5400n, 256n],
      ['tell', 'load', 0x12_5450n],
      ['tell', 'store', 0x12_5450n, '0902030405060708090a0b0c0d0e0f10'],
    ]);
  });

  test('a store is told with the block that it leaves', () => {
    const host = new Recorder({ memory: { bytes: line } });
    call('watch', [0x10_0000n, 0x1000n]);
    expect(call('store', [0xff3n, 0xaan], host)).toEqual(ok());
    expect(host.heard).toEqual([
      ['ask', 'memory', 0x10_0f00n, 256n],
      ['tell', 'load', 0x10_0ff0n],
      ['tell', 'store', 0x10_0ff0n, '010203aa05060708090a0b0c0d0e0f10'],
    ]);
  });

  test('one instruction may load and store', () => {
    const host = new Recorder({ memory: { bytes: line } });
    call('watch', [0x10_0000n, 0x2000n]);
    expect(call('copy', [0x1000n, 5n, 1n], host)).toEqual(ok());
    expect(host.heard.at(-1)).toEqual(['tell', 'store', 0x10_1000n, '0602030405060708090a0b0c0d0e0f10']);
  });

  test('behind its end, and once it is given back, it is memory that nobody has', () => {
    call('watch', [0x10_0000n, 0x1000n]);
    expect(call('load', [0x1000n])).toMatchObject({ how: 'fault', why: expect.stringContaining('access to 0x') });
    kernel.reset();
    call('watch', [0x10_0000n, 0x1000n]);
    expect(call('unwatch', [0n])).toEqual(ok());
    expect(call('load', [0n]).how).toBe('fault');
    kernel.reset();
    call('watch', [0x10_0000n, 0x1000n]);
    expect(call('unwatch', [0x2000n]).how).toBe('fault');
  });
});

describe('how a call can end', () => {
  test.each([
    ['callAbsent', [1n], 'missing', 'absent_function'],
    ['readAbsent', [3n], 'missing', 'absent_data'],
    ['noSuchEntry', [], 'missing', 'noSuchEntry'],
    ['nullRead', [0n], 'fault', 'access to 0'],
    ['nullRead', [2n ** 63n], 'fault', 'may not execute'],
    ['directMapRead', [0x1000n], 'fault', 'access to 0x'],
    ['recurse', [1n], 'fault', 'access to 0x'],
    ['halt', [], 'fault', 'may not execute'],
    ['die', [], 'fault', 'Killed'],
    ['ud2', [1n], 'bug', 'x'],
    ['ud2', [0n], 'fault', 'illegal instruction'],
    ['loop', [], 'hung', 'out of CPU time'],
  ] as const)('%s %j: %s', (entry, words, how, why) => {
    expect(call(entry, words)).toMatchObject({ how, words: [], why: expect.stringContaining(why) });
    kernel.reset();
    expect(call('count', [0n])).toEqual(ok(100n));
  });

  test('WARN is told, and the call goes on', () => {
    const host = new Recorder();
    expect(call('ud2', [2n], host)).toEqual(ok(42n));
    expect(host.heard).toEqual([['tell', 'warn', Buffer.from('x').toString('hex')]]);
  });

  test('the host gives a call up', () => {
    const host = new Recorder({ again: { abandon: 'hung', why: 'enough of it' } });
    expect(call('askTwice', [0n, 0n], host)).toEqual({ how: 'hung', words: [], why: 'enough of it' });
  });

  test('the host fails in the middle of a call: the next trace is none the worse', () => {
    const host: KernelHost = {
      ask: () => {
        throw new Error('no answer');
      },
      tell: () => undefined,
    };
    expect(() => call('askTwice', [0n, 0n], host)).toThrow('no answer');
    kernel.reset();
    expect(call('count', [0n])).toEqual(ok(100n));
  });

  test('what an entry leaves behind is told before it ends', () => {
    const host = new Recorder();
    call('count', [2n ** 64n - 93n], host);
    expect(host.heard).toEqual([['tell', 'leftBehind', 7n]]);
  });
});

test('allocations are zeroed; whole pages are aligned; the pool has an end', () => {
  expect(call('take', [24n]).words[0]).toBe(1n);
  expect(call('take', [8192n])).toEqual(ok(1n, 0n, 0n));
  expect(call('take', [1n << 30n]).words[0]).toBe(0n);
});

test('a program that ends, or is none, is a harness fault in one line', () => {
  const none = new KernelProcess('/bin/true');
  expect(() => {
    none.reset();
    none.call('count', [1n], new Recorder());
  }).toThrow(SubjectError);
  none.close();
});
