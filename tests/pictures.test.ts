import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { standCalled } from '../cli/plain/stands';
import { pageTablePicture } from '../cli/picture/page-table';
import { plainPicture } from '../cli/plain/picture';
import type { TracePicture } from '../model/vocabulary/picture';
import { parseTraceFile } from '../properties/engine/trace-file';
import { allRules } from '../properties/page-table/catalogue';
import { Inspector } from '../properties/page-table/inspect';
import { openSubject } from '../reference/registry';
import { ROOT } from './support/built';
import { commandLine, expectOneLine } from './support/cli';
import { parseXml } from './support/xml';

const traceFile = (machine: string): string => join(ROOT, 'tests', 'pictures', `${machine}.json`);
const textOf = (machine: string): string => readFileSync(traceFile(machine), 'utf8');

const WHAT = { rule: null, reason: '' };

async function pageTable(at = 2): Promise<TracePicture> {
  const { trace, subject } = parseTraceFile(textOf('page-table'), 'page-table.json');
  const inspection = await new Inspector(await openSubject(subject!, { isolated: false }), allRules()).inspect(trace);
  return pageTablePicture(trace, inspection, { ...WHAT, subject: subject!, at });
}

function plain(machine: string, at: number): TracePicture {
  const stand = standCalled(machine)!;
  const { subject, ...trace } = stand.parse(JSON.parse(textOf(machine)), machine);
  return plainPicture(stand, trace, { ...WHAT, subject: subject!, at });
}

describe('the picture of a page-table trace', () => {
  it('has leaves before the op, as expected, and as observed', async () => {
    const [map] = (await pageTable()).maps;
    expect(map!.touched).toEqual({ first: 0, pages: 1 });
    expect(
      map!.leaves.map(({ first, lg, kind, before, expected, observed, wrong }) => [
        `${first} ${lg} ${kind}`,
        { before, expected, observed, wrong },
      ]),
    ).toEqual([
      ['0 13 ram', { before: true, expected: false, observed: false, wrong: false }],
      ['1 12 ram', { before: false, expected: false, observed: true, wrong: true }],
      ['512 12 mmio', { before: true, expected: true, observed: true, wrong: false }],
    ]);
  });

  it('has the tables on the way to what is wrong, and nothing beside it', async () => {
    const [tree] = (await pageTable()).trees;
    expect(tree!.nodes.map(({ level, index, wrong }) => [level, index, wrong])).toEqual([
      [2, 0, false],
      [1, 0, false],
      [0, 1, true],
    ]);
  });

  it('has the raw entry that is wrong', async () => {
    const [entry] = (await pageTable()).entries;
    expect([entry!.expectedRaw, entry!.observedRaw]).toEqual(['empty', '0x7000000000000e01']);
  });

  it('at the end of a trace shows the last op', async () => {
    const atEnd = await pageTable(3);
    expect(atEnd.breaking).toBe(3);
    expect(atEnd.maps).toEqual((await pageTable()).maps);
  });
});

describe('the picture of an RMP trace', () => {
  it('has the region before the op, as expected, and as observed', () => {
    const [region] = plain('rmp', 0).regions;
    expect(region).toEqual({
      base: 0x7fe00,
      before: { large: true, pages: [{ from: 0, pages: 512, kind: 'private', state: 'Guest-Valid ASID 7' }] },
      expected: { large: false, pages: [{ from: 0, pages: 512, kind: 'private', state: 'Guest-Valid ASID 7' }] },
      observed: { large: false, pages: [{ from: 0, pages: 512, kind: 'unvalidated', state: 'Guest-Invalid ASID 7' }] },
      touched: { from: 0, pages: 512 },
    });
  });

  it('has the field that is wrong', () => {
    const [entry] = plain('rmp', 0).entries;
    expect(entry!.fields.filter(({ expected, observed }) => expected !== observed)).toEqual([
      { field: 'Validated', expected: '1', observed: '0' },
    ]);
  });
});

describe('the picture of a DMA request', () => {
  const picture = plain('device-access', 2);

  it('has its way, station by station, to where it went wrong', () => {
    expect(picture.ways[0]!.stations.map(({ name, state }) => `${name} ${state}`)).toEqual([
      'device passed',
      'DTE passed',
      'host leaf passed',
      'RMP check refused',
      'expected passed',
      'observed wrong',
    ]);
  });

  it('has the leaf that it took, and says that its memory is mixed', () => {
    expect(picture.maps).toHaveLength(1);
    expect(picture.maps[0]!.leaves).toEqual([
      expect.objectContaining({ first: 0x80800, target: 0x40800, lg: 21, kind: 'shared', mark: 'mixed' }),
    ]);
  });

  it('has the one page that is not the host’s', () => {
    expect(picture.regions[0]!.observed.pages).toEqual([
      { from: 0, pages: 1, kind: 'private', state: 'Guest-Valid ASID 7' },
      { from: 1, pages: 511, kind: 'shared', state: 'Hypervisor' },
    ]);
  });
});

describe('the picture of a host trace', () => {
  const picture = plain('host', 2);

  it('expects nothing: a policy may be right in many ways', () => {
    expect(picture.hasExpected).toBe(false);
    expect(picture.regions.map(({ expected }) => expected)).toEqual([null]);
  });

  it('has the stale translation by which the device got there', () => {
    expect(picture.ways[0]!.stations.map(({ name, text }) => `${name}: ${text}`)).toEqual([
      'device: device 0 writes 0x0, T=0',
      'IO leaf: none by now',
      'IOTLB: still holds a translation',
      'end: reaches 0x0: the RMP says the host, the allocator guest_memfd of guest 0',
    ]);
  });

  it('shows only the ops of a trace in which nothing breaks where it was said', () => {
    expect(plain('host', 1)).toMatchObject({ maps: [], regions: [], ways: [], outcome: null });
  });
});

describe('the command picture', () => {
  const folder = mkdtempSync(join(tmpdir(), 'pictures-'));
  afterAll(() => rmSync(folder, { recursive: true }));
  const at = (name: string): string => join(folder, name);

  it.each(['page-table', 'rmp', 'device-access', 'host'])('draws a trace of the %s machine', async (machine) => {
    const out = at(`${machine}.svg`);
    const { status, stdout, stderr } = await commandLine(['picture', traceFile(machine), '--out', out]);
    expect([status, stderr]).toEqual([0, '']);
    expect(stdout).toContain(out);
    expect(parseXml(readFileSync(out, 'utf8')).name).toBe('svg');
  });

  it('writes a page', async () => {
    const out = at('picture.html');
    expect((await commandLine(['picture', traceFile('rmp'), '--out', out])).status).toBe(0);
    expect(readFileSync(out, 'utf8')).toContain('<h1>RMP-027: ');
  });

  it('draws a trace that breaks nothing, and says so', async () => {
    const args = ['picture', traceFile('page-table'), '--subject', 'in-box', '--out', at('held.svg'), '--columns', '1'];
    const { status, stdout } = await commandLine(args);
    expect(status).toBe(0);
    expect(stdout).toContain('breaks no rule');
    expect(readFileSync(at('held.svg'), 'utf8')).toContain('breaks no rule');
  });

  it('says in one line what it cannot write', async () => {
    const asPng = await commandLine(['picture', traceFile('rmp'), '--out', at('picture.png')]);
    expectOneLine(asPng, 64, /ends in \.svg or \.html/);
    const nowhere = await commandLine(['picture', traceFile('rmp'), '--out', join(traceFile('rmp'), 'x.svg')]);
    expectOneLine(nowhere, 64, /cannot write/);
  });
});

describe('check --html', () => {
  const folder = mkdtempSync(join(tmpdir(), 'verdict-page-'));
  afterAll(() => rmSync(folder, { recursive: true }));

  it.each([
    ['exhibit:c-bit-on-mmio', ['--cases', '4', '--rule', 'PT-032']],
    ['exhibit:smash-clears-validated', ['--cases', '30', '--rule', 'RMP-027']],
  ])('of %s writes a page with a picture of each finding', async (subject, args) => {
    const page = join(folder, `${subject.replace(':', '-')}.html`);
    const { status } = await commandLine(['check', subject, ...args, '--seed', '1', '--out', folder, '--html', page]);
    expect(status).toBe(1);
    const html = readFileSync(page, 'utf8');
    expect(html).toContain(`<h1>${subject}: 1 rule broken</h1>`);
    const findings = html.match(/class="finding"/g)!.length;
    expect(html.match(/class="picture panels"/g)).toHaveLength(findings);
  });
});
