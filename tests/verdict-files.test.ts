import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { formatDeviations } from '../properties/engine/deviations';
import { buildLibrary } from '../reference/c/build';
import { ROOT } from './support/built';
import { commandLine, type CliRun } from './support/cli';
import { junitFaults } from './support/junit-structure';
import { sarifFaults } from './support/sarif-schema';
import { parseXml, type ReadElement } from './support/xml';

jest.setTimeout(120_000);

const folder = mkdtempSync(join(tmpdir(), 'verdict-files-'));
afterAll(() => rmSync(folder, { recursive: true }));

interface Sarif {
  readonly runs: readonly {
    readonly results: readonly {
      readonly ruleId: string;
      readonly locations: readonly {
        readonly physicalLocation: {
          readonly artifactLocation: { readonly uri: string };
          readonly region: { readonly startLine: number };
        };
      }[];
      readonly suppressions: readonly { readonly justification: string }[];
    }[];
  }[];
}

/** A check that writes both files, in a folder of its own; both are valid. */
async function checked(
  name: string,
  args: readonly string[],
): Promise<{ run: CliRun; junit: ReadElement; sarif: Sarif }> {
  const at = (file: string): string => join(folder, name, file);
  const files = ['--junit', at('reports/junit.xml'), '--sarif', at('reports/verdict.sarif'), '--out', at('out')];
  const run = await commandLine(['check', ...args, '--seed', '1', ...files]);
  const junit = parseXml(readFileSync(at('reports/junit.xml'), 'utf8'));
  const sarif = JSON.parse(readFileSync(at('reports/verdict.sarif'), 'utf8')) as Sarif;
  expect(junitFaults(junit)).toEqual([]);
  expect(sarifFaults(sarif)).toEqual([]);
  return { run, junit, sarif };
}

const casesWith = (outcome: string, { children: [suite] }: ReadElement): string[] =>
  suite!.children
    .filter(({ children }) => children.some(({ name }) => name === outcome))
    .map(({ attributes }) => attributes['name']!);

const C_BIT = ['exhibit:c-bit-on-mmio', '--cases', '8', '--rule', 'PT-032', '--theme', 'ram-mmio'];

test('a broken rule is a failed test case, and a result at the op of its trace file', async () => {
  const { run, junit, sarif } = await checked('broken', C_BIT);
  expect(run).toMatchObject({ status: 1, stderr: '' });
  expect(run.stdout).toMatch(/PT-032 broken in \w+: entries\(C-bit\)/);
  expect(casesWith('failure', junit)).toEqual([expect.stringMatching(/^PT-032 /)]);
  const [result] = sarif.runs[0]!.results;
  expect(result!.ruleId).toBe('PT-032');
  const { artifactLocation, region } = result!.locations[0]!.physicalLocation;
  const line = readFileSync(new URL(artifactLocation.uri), 'utf8').split('\n')[region.startLine - 1];
  expect(JSON.parse(line!.replace(/,$/, ''))).toMatchObject({ op: expect.stringMatching(/^(map|iommuMap)/) as string });
});

test('what a deviations file documents is skipped, and suppressed with its source: exit 0', async () => {
  const { stdout } = await commandLine(['check', ...C_BIT, '--seed', '1', '--out', join(folder, 'all'), '--json']);
  const verdict = JSON.parse(stdout) as {
    subject: { name: string; version: string };
    rules: { findings: { rule: string; op: string; effect: string; counterexample: { trace: unknown } }[] }[];
  };
  const { name, version } = verdict.subject;
  const deviations = verdict.rules
    .flatMap(({ findings }) => findings)
    .map(({ rule, op, effect, counterexample: { trace } }) => ({ rule, op, effect, source: 'notes.md 7', trace }));
  const known = join(folder, 'known.json');
  writeFileSync(known, formatDeviations({ subject: name, version, deviations }));
  const { run, junit, sarif } = await checked('known', [...C_BIT, '--known', known]);
  expect(run).toMatchObject({ status: 0, stderr: '' });
  expect(casesWith('failure', junit)).toEqual([]);
  expect(casesWith('skipped', junit)).toEqual([expect.stringMatching(/^PT-032 /)]);
  const suppressions = sarif.runs[0]!.results.map(({ suppressions }) => suppressions);
  expect(suppressions).toHaveLength(deviations.length);
  for (const each of suppressions) expect(each).toMatchObject([{ justification: 'notes.md 7' }]);
});

test('a subject that dies is an error, reported under a heading of its own', async () => {
  const library = buildLibrary(join(ROOT, 'reference', 'c', 'hostile', 'crash.c'), join(folder, 'crash.so'));
  const { run, junit, sarif } = await checked('crash', [`c:${library}`, '--cases', '4', '--rule', 'PT-032']);
  expect(run.status).toBe(1);
  expect(casesWith('error', junit)).toContainEqual(expect.stringMatching(/^casualty \w+: crashed$/));
  expect(sarif.runs[0]!.results.map(({ ruleId }) => ruleId)).toContain('casualty');
});

test.each([
  ['in-box:rmp', 0, []],
  ['in-box:device-access', 0, []],
  ['exhibit:asid-of-eight-bits', 1, [expect.stringMatching(/^RMP-\d{3} /)]],
])('plain machines: %s', async (subject, status, failed) => {
  const { run, junit, sarif } = await checked(subject.replace(':', '-'), [subject, '--cases', '40']);
  expect(run).toMatchObject({ status, stderr: '' });
  expect(casesWith('failure', junit)).toEqual(expect.arrayContaining(failed));
  expect(sarif.runs[0]!.results.length > 0).toBe(status === 1);
});

describe('a file that cannot be written', () => {
  const search = ['check', 'in-box', '--cases', '2', '--seed', '1', '--theme', 'core', '--out', join(folder, 'out')];
  const below = (name: string): string => {
    writeFileSync(join(folder, 'a-file'), '');
    return join(folder, 'a-file', name);
  };
  const sarif = join(folder, 'kept.sarif');

  test.each([
    ['beside the verdict in words', [], /^RULE /],
    ['beside the verdict as JSON', ['--json'], /^\{\n/],
  ])('costs nothing else, %s: one line, exit 64', async (_, more, printed) => {
    const run = await commandLine([...search, ...more, '--junit', below('junit.xml'), '--sarif', sarif]);
    expect(run.status).toBe(64);
    expect(run.stdout).toMatch(printed);
    expect(run.stderr).toMatch(
      /^iommu-conformance: cannot write .*junit\.xml: .*; choose another file with --junit\n$/,
    );
    expect(sarifFaults(JSON.parse(readFileSync(sarif, 'utf8')))).toEqual([]);
  });

  test('two of them are one line too; a folder is no file', async () => {
    const run = await commandLine([...search, '--junit', folder, '--sarif', below('verdict.sarif')]);
    expect(run.status).toBe(64);
    expect(run.stderr.trimEnd().split('\n')).toHaveLength(1);
    expect(run.stderr).toMatch(/EISDIR.*--junit; cannot write .*--sarif\n$/);
  });
});
