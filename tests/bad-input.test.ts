import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DEFAULT_ASSUMPTIONS } from '../model/vocabulary';
import { buildLibrary } from '../reference/c/build';
import { ROOT } from './support/built';
import { cli, commandLine, expectOneLine } from './support/cli';

jest.setTimeout(120_000);

const folder = mkdtempSync(join(tmpdir(), 'bad-input-'));
afterAll(() => rmSync(folder, { recursive: true }));

const file = (name: string, content: unknown): string => {
  const path = join(folder, name);
  writeFileSync(path, typeof content === 'string' ? content : JSON.stringify(content));
  return path;
};
const hostile = (name: string): string =>
  buildLibrary(join(ROOT, 'reference', 'c', 'hostile', `${name}.c`), join(folder, `${name}.so`));

describe('the command line', () => {
  test.each<[string, readonly string[], RegExp]>([
    ['a command that does not exist', ['chekc'], /unknown command 'chekc' \(Did you mean check\?\)/],
    [
      'an option that does not exist',
      ['check', 'in-box', '--seeed', '1'],
      /unknown option '--seeed' \(Did you mean --seed\?\)/,
    ],
    ['no subject', ['check'], /missing required argument 'subject'/],
    ['too many arguments', ['check', 'in-box', 'again'], /too many arguments/],
    ['no number', ['check', 'in-box', '--cases', 'many'], /--cases .*'many' is invalid.* whole number from 1 on/],
    ['no cases', ['check', 'in-box', '--cases', '0'], /whole number from 1 on/],
    ['no time', ['check', 'in-box', '--time', 'soon'], /a time like 30s, 5m or 2h/],
    ['a rule that does not exist', ['check', 'in-box', '--rule', 'PT-999'], /unknown rule 'PT-999'/],
    ['a rule that is nearly one', ['explain', 'PT-0322'], /unknown rule 'PT-0322'; did you mean .*PT-032/],
    [
      'a profile that does not exist',
      ['check', 'in-box', '--profile', 'linux-7.3'],
      /unknown profile 'linux-7.3'; did you mean linux-7.2/,
    ],
    ['a theme that does not exist', ['check', 'in-box', '--theme', 'nonsense'], /unknown theme 'nonsense'/],
    ['an assumption that does not exist', ['check', 'in-box', '--assume', 'AMB-LENN=enxio'], /did you mean AMB-LEN/],
    [
      'a position that does not exist',
      ['check', 'in-box', '--assume', 'AMB-LEN=maybe'],
      /say AMB-LEN=enxio or AMB-LEN=einval/,
    ],
  ])('%s', async (_, args, line) => expectOneLine(await commandLine(args), 64, line));
});

describe('subjects', () => {
  test('one that does not exist, with the nearest names, from a process of its own too', async () => {
    expectOneLine(await commandLine(['check', 'in-bix']), 64, /in-bix.*in-box/);
    expectOneLine(cli(['check', 'in-bix']), 64, /in-bix.*in-box/);
  });

  test('a library that is not there', async () => {
    expectOneLine(await commandLine(['check', 'c:/nowhere/x.so']), 64, /x\.so: no such file/);
  });

  test('a library of another ABI version', async () => {
    expectOneLine(await commandLine(['check', `c:${hostile('old-abi')}`]), 64, /version 0 of the ABI/);
  });

  // reference/c/hostile/hostile.test.ts has the slow ones: a library that hangs, or allocates without end.
  test.each([
    ['crash', /crashed in op \d+ \(SIGSEGV\)/],
    ['records', /wrote nonsense in op \d+/],
  ])('a library that does %s is a verdict: exit 1', (name, line) => {
    const run = cli([
      'check',
      `c:${hostile(name)}`,
      '--cases',
      '2',
      '--seed',
      'bad',
      '--theme',
      'core',
      '--out',
      folder,
    ]);
    expect(run.stderr).toBe('');
    expect(run.stdout.replace(/\s+/g, ' ')).toMatch(line);
    expect(run.status).toBe(1);
  });
});

describe('files', () => {
  const config = { format: 'amdv1', assumptions: DEFAULT_ASSUMPTIONS };
  const trace = { format: 'iommu-conformance trace', version: 1, machine: 'page-table', config, ops: [] as unknown[] };
  const op = { op: 'map', iova: '0x1000', oa: '0x1000', len: '0x1000', prot: 'READ' };

  test.each<[string, () => string, RegExp]>([
    [
      'a trace that is not there',
      () => join(folder, 'none.json'),
      /cannot read trace file .*none\.json: there is no such file/,
    ],
    ['a folder', () => folder, /that is a folder/],
    ['no JSON', () => file('text.json', 'map 0x1000'), /text\.json: not JSON/],
    ['another JSON', () => file('other.json', {}), /other\.json: format: must be/],
    ['a newer version', () => file('newer.json', { ...trace, version: 2 }), /newer\.json: version: must be 1/],
    [
      'an unknown op',
      () => file('op.json', { ...trace, ops: [{ op: 'mapp' }] }),
      /op\.json: ops\[0\].*must name one of map,/,
    ],
    [
      'a rounded address',
      () => file('number.json', { ...trace, ops: [{ ...op, iova: 4096 }] }),
      /ops\[0\]\.iova: must be a string/,
    ],
    [
      'an impossible configuration',
      () => file('c-bit.json', { ...trace, subject: 'in-box', config: { ...config, smeBit: 46 } }),
      /46/,
    ],
    [
      'no subject',
      () => file('nobody.json', { ...trace, ops: [op] }),
      /nobody\.json names no subject; say which with --subject/,
    ],
  ])('%s', async (_, path, line) => expectOneLine(await commandLine(['replay', path()]), 64, line));

  test.each<[string, () => string, RegExp]>([
    ['no deviations file', () => join(folder, 'none.json'), /cannot read deviations file .*there is no such file/],
    ['no JSON', () => file('known.json', '{'), /known\.json: not JSON/],
    ['another JSON', () => file('known2.json', { format: 'deviations' }), /known2\.json: at format/],
  ])('%s', async (_, path, line) => {
    expectOneLine(await commandLine(['check', 'in-box', '--cases', '10', '--known', path()]), 64, line);
  });

  test('an output folder that cannot be', () => {
    const args = [
      'check',
      'exhibit:c-bit-on-mmio',
      '--cases',
      '8',
      '--seed',
      '1',
      '--theme',
      'ram-mmio',
      '--rule',
      'PT-032',
    ];
    expectOneLine(cli([...args, '--out', file('a-file', '')]), 64, /cannot write .*; choose another folder with --out/);
  });
});
