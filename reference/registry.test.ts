import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { makeOp, OpKind, type Trace } from '../model/vocabulary';
import { V1 } from '../tests/golden/build';
import { buildLibrary } from './c/build';
import { nearMatches } from './near';
import { listSubjects, openSubject } from './registry';

jest.setTimeout(60_000);

const directory = mkdtempSync(join(tmpdir(), 'registry-'));
afterAll(() => rmSync(directory, { recursive: true }));

const file = (name: string, text: string): string => {
  const path = join(directory, name);
  writeFileSync(path, text);
  return path;
};
const trace: Trace = {
  machine: 'page-table',
  config: V1,
  ops: [makeOp(OpKind.map, { iova: 1, oa: 2, len: 3, prot: 3 }), makeOp(OpKind.iovaToPhys, { iova: 2 })],
};

test('every name that is listed as available opens, unless a part of it is the caller’s', async () => {
  for (const { name, available } of listSubjects()) {
    if (!available || name.includes('<')) continue;
    const subject = await openSubject(name);
    expect(subject.capabilities.formats.length).toBeGreaterThan(0);
    await subject.close?.();
  }
});

test('in-box, the C example isolated and in this process report the same words', async () => {
  const seen = [];
  for (const [name, isolated] of [
    ['in-box', true],
    ['c-example', true],
    ['c-example', false],
  ] as const) {
    const subject = await openSubject(name, { isolated });
    seen.push(Array.from((await subject.run(trace, 21)).words));
    await subject.close?.();
  }
  expect(seen[1]).toEqual(seen[0]);
  expect(seen[2]).toEqual(seen[0]);
});

describe('a name that opens nothing is one clear line', () => {
  test.each<[string, RegExp]>([
    ['in-bix', /no subject called in-bix; did you mean in-box\?/],
    ['xyzzy', /no subject called xyzzy; `iommu-conformance subjects` lists them/],
    ['in-box@AMB-LEN=maybe', /say AMB-LEN=enxio or AMB-LEN=einval/],
    ['in-box@AMB-WHAT=x', /no open question AMB-WHAT/],
    ['c:', /c: needs a path/],
    ['module:', /module: needs a path/],
    ['module:/nowhere.js', /nowhere\.js: no such file/],
  ])('%s', async (name, line) => {
    await expect(openSubject(name)).rejects.toMatchObject({ name: 'SubjectError', exitCode: 64 });
    await expect(openSubject(name)).rejects.toThrow(line);
  });
});

test.each<[string, RegExp]>([
  ['exports.x = 1;', /it must export createSubject\(\) or subject/],
  ['throw new Error("a\\nb");', /it does not load: a b$/],
  ['exports.createSubject = () => { throw new Error("no luck"); };', /createSubject\(\) threw: no luck/],
  ['exports.subject = { run() {}, capabilities: { name: "x" } };', /capabilities: version: /],
])('a module that holds `%s` is one clear line', async (text, line) => {
  await expect(openSubject(`module:${file(`${text.length}.js`, text)}`)).rejects.toThrow(line);
});

describe('a module on the stand', () => {
  const HEAD = `const capabilities = { name: 'm', version: '1', formats: ['amdv1'], contracts: ['generic-pt'],
    ops: ['iovaToPhys'], levels: ['results'], hostile: true, maxOps: 10, limits: {} };\n`;

  test('one that throws, or writes nonsense, costs its trace', async () => {
    const thrower = await openSubject(
      `module:${file('throws.js', `${HEAD}exports.subject = { capabilities, run() { throw new Error('upside down'); } };`)}`,
    );
    expect((await thrower.run(trace, 0)).casualty).toMatchObject({
      kind: 'crashed',
      message: 'run() threw: upside down',
    });
    const liar = await openSubject(
      `module:${file('lies.js', `${HEAD}exports.createSubject = () => ({ capabilities, run: () => ({ words: Uint32Array.of(3), casualty: null }) });`)}`,
    );
    expect((await liar.run(trace, 0)).casualty).toMatchObject({ kind: 'protocol', op: 0 });
  });
});

describe('building C', () => {
  test('no compiler: exit 64; a source that does not compile: exit 125', () => {
    const source = file('broken.c', 'int answer = ;\n');
    expect(() => buildLibrary(source, join(directory, 'broken.so'))).toThrow(
      expect.objectContaining({ exitCode: 125, message: expect.stringMatching(/broken\.c: cc failed \(.*error/) }),
    );
    process.env['CC'] = 'no-such-compiler';
    try {
      expect(() => buildLibrary(source, join(directory, 'broken.so'))).toThrow(
        expect.objectContaining({
          exitCode: 64,
          message: expect.stringMatching(/no C compiler .*install gcc or clang/),
        }),
      );
    } finally {
      delete process.env['CC'];
    }
  });
});

test('near matches are few, and nearest first', () => {
  expect(nearMatches('linux-7.2-amdv3', ['linux-7.2-amdv1', 'linux-6.12-amdv1', 'in-box'])).toEqual([
    'linux-7.2-amdv1',
    'linux-6.12-amdv1',
  ]);
});
