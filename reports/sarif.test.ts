import { sarifFaults } from '../tests/support/sarif-schema';
import { sarifJson } from './sarif';
import { MIXED, runOf } from './testing/run';

interface Result {
  readonly ruleId: string;
  readonly ruleIndex: number;
  readonly level: string;
  readonly message: { readonly text: string };
  readonly locations: readonly {
    readonly physicalLocation: object;
    readonly logicalLocations: readonly { readonly index: number }[];
  }[];
  readonly fingerprints: Readonly<Record<string, string>>;
  readonly partialFingerprints: Readonly<Record<string, string>>;
  readonly codeFlows: readonly { readonly threadFlows: readonly { readonly locations: readonly object[] }[] }[];
  readonly suppressions: readonly object[];
  readonly properties: object;
}
interface Log {
  readonly runs: readonly {
    readonly tool: {
      readonly driver: { readonly version: string; readonly rules: readonly { readonly id: string }[] };
    };
    readonly automationDetails: { readonly id: string };
    readonly invocations: readonly {
      readonly toolExecutionNotifications: readonly {
        readonly level: string;
        readonly message: { readonly text: string };
      }[];
    }[];
    readonly logicalLocations: readonly { readonly fullyQualifiedName: string }[];
    readonly results: readonly Result[];
    readonly properties: object;
  }[];
}

const log = (verdict = MIXED): Log => JSON.parse(sarifJson(runOf(verdict))) as Log;
const [run] = log().runs;
const resultOf = (key: string): Result => run!.results.find(({ fingerprints }) => fingerprints['finding/v1'] === key)!;
const BROKEN = 'PT-032 mapPages entries(C-bit)';

test('it is valid by the schema of SARIF 2.1.0', () => {
  expect(sarifFaults(log())).toEqual([]);
  expect(sarifFaults(log({ ...MIXED, rules: [], divergences: [], staleDeviations: [], waysDropped: 0 }))).toEqual([]);
});

test('the schema finds what is wrong', () => {
  const document = log() as unknown as { runs: { results: Record<string, unknown>[] }[] };
  document.runs[0]!.results[0]!['level'] = 'fatal';
  document.runs[0]!.results[1]!['trace'] = {};
  const faults = sarifFaults(document);
  expect(faults).toContainEqual(expect.stringMatching(/^\/runs\/0\/results\/0\/level must be equal to one of/));
  expect(faults).toContainEqual('/runs/0/results/1 must NOT have additional properties');
});

test('the rules of the run are the tool’s, with level and help', () => {
  const { driver } = run!.tool;
  expect(driver.rules.map(({ id }) => id)).toEqual([
    'PT-001',
    'PT-032',
    'PT-055',
    'PT-073',
    'PT-173',
    'conformance',
    'casualty',
  ]);
  expect(driver.rules[0]).toMatchObject({ defaultConfiguration: { level: 'note' } });
  expect(driver.rules[1]).toMatchObject({
    shortDescription: { text: 'MMIO leaves do not carry it' },
    fullDescription: { text: 'A leaf that maps MMIO has a clear C-bit, unless the size code covers its position.' },
    help: { text: expect.stringContaining('npx iommu-conformance explain PT-032') as string },
    defaultConfiguration: { level: 'error' },
    properties: { source: 'page-tables.md 8.3', confidence: 'V', tags: ['page-table', 'required'] },
  });
  expect(driver.rules[2]).toMatchObject({ defaultConfiguration: { level: 'warning' } });
});

test('a result points to its rule, whatever it is reported under', () => {
  const { rules } = run!.tool.driver;
  for (const { ruleId, ruleIndex } of run!.results) expect(rules[ruleIndex]!.id).toBe(ruleId);
  expect(run!.results.map(({ ruleId, level }) => [ruleId, level])).toEqual([
    ['PT-032', 'error'],
    ['PT-032', 'error'],
    ['PT-073', 'warning'],
    ['conformance', 'warning'],
    ['casualty', 'error'],
    ['conformance', 'warning'],
  ]);
});

test('it is in an op of the subject, at the line of the breaking op in the trace file', () => {
  const [location] = resultOf(BROKEN).locations;
  expect(location!.physicalLocation).toEqual({
    artifactLocation: { uri: 'out/linux%206.12/PT-032-mapPages-1.json', uriBaseId: '%SRCROOT%' },
    region: { startLine: 21 },
  });
  const [logical] = location!.logicalLocations;
  expect(run!.logicalLocations[logical!.index]).toEqual({
    name: 'mapPages',
    fullyQualifiedName: 'linux-6.12-amdv1/mapPages',
    kind: 'function',
    parentIndex: 0,
  });
  expect(run!.logicalLocations[0]).toMatchObject({ name: 'linux-6.12-amdv1', kind: 'module' });
});

test.each([
  ['elsewhere', 'PT-032 unmap entries(C-bit)', /^file:\/\/\/elsewhere\/PT-032-unmap-1\.json$/],
  [
    'beside the working directory',
    'PT-073 iommuMap ret(0 for -EADDRINUSE (-98))',
    /^file:\/\/\/(?!.*\.\.).*\/beside\/PT-073/,
  ],
])('a trace file %s is named by its whole address', (_, key, uri) => {
  expect(resultOf(key).locations[0]!.physicalLocation).toMatchObject({
    artifactLocation: { uri: expect.stringMatching(uri) as string },
  });
});

test('the trace is a path to step through, its breaking op the essential one', () => {
  const step = (text: string, startLine: number, importance: string): object => ({
    location: { message: { text }, physicalLocation: { region: { startLine } } },
    importance,
  });
  expect(resultOf(BROKEN).codeFlows[0]!.threadFlows[0]!.locations).toMatchObject([
    step('iovaToPhys(iova 0x1000)', 20, 'important'),
    step('mapPages(iova 0x1000)', 21, 'essential'),
  ]);
  expect(resultOf('conformance end tables').codeFlows[0]!.threadFlows[0]!.locations.at(-1)).toMatchObject(
    step('end of the trace', 22, 'essential'),
  );
});

test('braces of a message are not placeholders', () => {
  expect(resultOf('conformance end tables').message.text).toBe('a table of {{level 1}} is left');
});

test('properties say where it came from and what it rests on', () => {
  expect(resultOf(BROKEN).properties).toEqual({
    seed: '5eed',
    case: 12,
    count: 1234,
    known: false,
    restsOn: [],
    effect: 'entries(C-bit)',
    originalOps: 93,
    replay: 'npx iommu-conformance replay out/linux 6.12/PT-032-mapPages-1.json',
  });
  expect(resultOf('conformance end tables').properties).toMatchObject({ restsOn: ['AMB-LEN'] });
});

test('a fingerprint is the finding’s own, and another seed does not change it', () => {
  const fingerprint = ({ partialFingerprints }: Result): string => partialFingerprints['primaryLocationLineHash']!;
  expect(new Set(run!.results.map(fingerprint)).size).toBe(run!.results.length);
  const again = log({ ...MIXED, seed: 'another', cases: 1 }).runs[0]!;
  expect(again.results.map(fingerprint)).toEqual(run!.results.map(fingerprint));
  expect(fingerprint(resultOf(BROKEN))).toMatch(/^[0-9a-f]{16}:1$/);
});

test('a known deviation is suppressed, with its source; nothing else is', () => {
  const known = [{ kind: 'external', status: 'accepted', justification: 'docs/findings.md F-22' }];
  expect(run!.results.map(({ suppressions }) => suppressions)).toEqual([[], [], known, [], [], known]);
});

test('what no result says is a notification', () => {
  expect(
    run!.invocations[0]!.toolExecutionNotifications.map(({ level, message }) => `${level}: ${message.text}`),
  ).toEqual([
    'note: PT-055 is not reached: 7 times exercised',
    'note: PT-173 is not tested: sequential subjects',
    'warning: 3 more ways of failing seen and not kept',
    'warning: deviation no longer shows: PT-073 iommuMap ret(0 for -EADDRINUSE (-98))',
  ]);
});

test('the run says what was run, in a category of its own', () => {
  expect(run!.automationDetails).toEqual({ id: 'page-table/linux-6.12-amdv1/' });
  expect(run!.tool.driver.version).toBe('0.1.0');
  expect(run!.properties).toEqual({
    subject: { name: 'linux-6.12-amdv1', version: '6.12.117' },
    profile: 'linux-6.12',
    assumed: ['AMB-LEN=einval'],
    seed: '5eed',
    cases: 20000,
    ops: 2006000,
    seconds: 4.25,
  });
});
