import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { makeOp, OpKind, type Observation, type Trace } from '../../../model/vocabulary';
import { V1 } from '../../../tests/golden/build';
import { buildLibrary, packageRoot } from '../build';
import { IsolatedSubject } from '../isolated/subject';
import { InProcessSubject } from '../in-process';

jest.setTimeout(60_000);

const directory = mkdtempSync(join(tmpdir(), 'ioc-hostile-'));
const library = (name: string): string => buildLibrary(join(__dirname, `${name}.c`), join(directory, `${name}.so`));
const LIMITS = { traceMs: 1500, memoryBytes: 256 * 2 ** 20 };
const trace = (ops: number): Trace => ({
  machine: 'page-table',
  config: V1,
  ops: Array.from({ length: ops }, (_, i) => makeOp(OpKind.iovaToPhys, { iova: i })),
});
/** Three traces that no mischief touches, with one of nine ops, the eighth being the one, between them. */
const BATCH = [trace(3), trace(9), trace(5), trace(7)];

async function batchOf(name: string): Promise<readonly Observation[]> {
  const subject = await IsolatedSubject.open(library(name), LIMITS);
  try {
    return await subject.runBatch(BATCH, [0, 0, 0, 0]);
  } finally {
    await subject.close();
  }
}

afterAll(() => rmSync(directory, { recursive: true }));

describe('a hostile library costs one trace, and nothing else', () => {
  test.each([
    ['crash', 'crashed', 'crashed in op 7 (SIGSEGV)'],
    ['leave', 'crashed', 'exited in op 7 (code 3)'],
    ['assert', 'crashed', 'crashed in op 7 (SIGABRT; it said: page table is upside down)'],
    ['hang', 'hung', expect.stringMatching(/^hung in op 7 \(no answer within (1 s|0\.1 s of computing)\)$/)],
    ['allocate', 'memory', 'allocated without end in op 7 (more than 256 MiB)'],
    ['pipes', 'protocol', 'wrote nonsense in op 7 (a frame starts with 0xf)'],
    ['records', 'protocol', 'wrote nonsense in op 7 (1000 events and 0 entry runs do not make 15 words)'],
    ['endless', 'protocol', 'wrote nonsense in op 7 (a length of 4294967280 words, with 45 left)'],
  ])('%s', async (name, kind, message) => {
    const seen = await batchOf(name);
    expect(seen.map((o) => o.casualty)).toEqual([null, { kind, op: expect.any(Number), message }, null, null]);
    expect(seen[1]!.casualty!.op).toBe(7);
    expect(seen.map((o) => o.words.length)).toEqual([4 * 15, 0, 6 * 15, 8 * 15]);
  });

  test('one that lies about how much it wrote names no op', async () => {
    const seen = await batchOf('overrun');
    const message = 'ioc_run (says that it wrote more words than there is room for)';
    expect(seen.map((o) => o.casualty)).toEqual([null, { kind: 'protocol', op: -1, message }, null, null]);
  });

  test('what it prints goes nowhere', async () => {
    const seen = await batchOf('chatter');
    expect(seen.map((o) => o.casualty)).toEqual([null, null, null, null]);
  });
});

describe('a library that cannot be used is one clear line', () => {
  const lines: [string, RegExp][] = [
    ['old-abi', /old-abi\.so: it speaks version 0 of the ABI, this suite version 1; rebuild it/],
    ['mute', /mute\.so: ioc_describe\(\) must return a JSON object, not "I am a page table"/],
    ['no-symbols', /no-symbols\.so: it does not export ioc_describe\(\)/],
  ];
  test.each(lines)('%s', async (name, line) => {
    await expect(IsolatedSubject.open(library(name))).rejects.toThrow(line);
    expect(() => new InProcessSubject(library(name))).toThrow(line);
  });

  test('one that dies while it is loaded', async () => {
    const opened = IsolatedSubject.open(library('dead-on-arrival'));
    await expect(opened).rejects.toThrow(/it crashed while it was loaded \(SIGSEGV\)/);
  });

  test('a missing file, and a file that is no library', async () => {
    const text = join(directory, 'text.so');
    writeFileSync(text, 'not a library');
    await expect(IsolatedSubject.open('/nowhere/x.so')).rejects.toThrow(/x\.so: no such file; build the library/);
    await expect(IsolatedSubject.open(text)).rejects.toThrow(/text\.so: not a loadable shared library/);
  });
});

describe('no child outlives its use', () => {
  const childOf = (name: string): boolean =>
    execFileSync('ps', ['-eo', 'args'], { encoding: 'utf8' })
      .split('\n')
      .some((line) => line.includes('child') && line.includes(join(directory, `${name}.so`)));

  test('it is gone after close', async () => {
    const subject = await IsolatedSubject.open(library('crash'), LIMITS);
    expect(childOf('crash')).toBe(true);
    await subject.close();
    expect(childOf('crash')).toBe(false);
  });

  test('it is gone when its parent is killed, even while it hangs', async () => {
    const root = packageRoot();
    const parent = spawn(
      process.execPath,
      ['-r', 'ts-node/register/transpile-only', join(__dirname, 'testing', 'hang-forever.ts'), library('hang')],
      {
        cwd: root,
        env: { ...process.env, TS_NODE_COMPILER_OPTIONS: JSON.stringify({ rootDir: root }) },
        stdio: ['ignore', 'pipe', 'inherit'],
      },
    );
    await once(parent.stdout, 'data');
    expect(childOf('hang')).toBe(true);
    parent.kill('SIGKILL');
    await once(parent, 'exit');
    for (let i = 0; i < 50 && childOf('hang'); i++) await sleep(100);
    expect(childOf('hang')).toBe(false);
  });
});
