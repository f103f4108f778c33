import { spawnSync } from 'node:child_process';
import { cpus } from 'node:os';
import { join } from 'node:path';
import type { Subject } from '../model/vocabulary';
import { printCampaignOverhead } from './campaign';
import { OP_NAMES } from '../model/vocabulary/op';
import { listSubjects, openSubject } from '../reference/registry';
import { fastCheckRate } from './fast-check';
import { judge, nativeRate, type Judged } from './judged';
import type { CaseSource } from '../properties/page-table/fast-lane';
import { ManyMappings, PlainMix, fixedLength } from './sources';

const SECONDS = Number(process.env['BENCH_SECONDS'] ?? 5);
/** Warm-up goes in slices of this length, and ends with two that are hardly faster than the fastest before. */
const SLICE_SECONDS = 1;
const HARDLY_FASTER = 1.03;
const MAX_SLICES = 30;
const OPS = 200;

const million = (n: number): string => `${(n / 1e6).toFixed(2)} M`;
const percent = (share: number): string => `${(share * 100).toFixed(0)} %`;
const column = (text: string, width: number): string => text.padStart(width);

async function main(): Promise<void> {
  console.log(
    `Judging speed on one core (node ${process.version}; traces of ${OPS} ops; ${SECONDS} s each, after a warm-up until it gets no faster).`,
  );
  console.log(
    'judged: draw + model + every rule of single runs + subject + comparison, whole trees in one of 64 cases; not the relation\n' +
      'rules nor the inspection of cases that differ. native: the subject alone, same traces, same run\n',
  );
  const headings = ['judged ops/s', 'cases/s', 'native ops/s', 'judged:native', 'warm-up'];
  console.log(`${'subject'.padEnd(30)}${headings.map((h) => column(h, 15)).join('')}`);
  let sample: Judged | null = null;
  for (const name of ['in-box', 'c-example', ...linuxNames()]) sample = await lines(name);
  if (sample !== null) printMix('core theme', sample);
  for (const name of ['c-example', ...linuxNames()]) await plainLine(name);
  const rate = fastCheckRate(SECONDS);
  console.log(
    `\nfast-check commands/modelRun over the same model (maxCommands ${OPS}, size max): ${million(rate.perSecond)} ops/s, ` +
      `${rate.meanLength.toFixed(0)} ops a run`,
  );
  await printGrowth();
  await printCampaignOverhead();
  // In a process of its own: what V8 has learnt of page tables makes other machines slower.
  spawnSync(process.execPath, [join(__dirname, 'plain.js'), String(SECONDS)], { stdio: 'inherit' });
  // This one needs the cores that the bench itself must not use.
  const cores = `0-${cpus().length - 1}`;
  spawnSync('taskset', ['-c', cores, process.execPath, join(__dirname, 'workers.js')], { stdio: 'inherit' });
}

/** The newest Linux on AMD v1, if it is built. */
function linuxNames(): string[] {
  const found = listSubjects().filter(
    (s) => /^linux-[0-9.]+-amdv1$/.test(s.name) && !s.name.includes('-6.12-') && s.available,
  );
  if (found.length === 0) console.log('(no newer linux subject: `npm run linux` builds it)');
  return found.map((s) => s.name);
}

/** A subject in this process, and, for a library, in a process of its own. */
async function lines(name: string): Promise<Judged> {
  const here = await openSubject(name, { isolated: false });
  const judged = await line(`${name}, in process`, here, here);
  if (name !== 'in-box') {
    const apart = await openSubject(name, { isolated: true });
    await line(`${name}, isolated`, apart, here);
    await apart.close?.();
  }
  await here.close?.();
  return judged;
}

/** The plain mix on a subject in this process: the mix by which native figures are usually told. */
async function plainLine(name: string): Promise<void> {
  const here = await openSubject(name, { isolated: false });
  printMix('plain mix', await line(`${name}, plain mix`, here, here, new PlainMix(OPS)));
  await here.close?.();
}

/** `clock` is the same subject in this process: it tells the native speed. */
async function line(
  title: string,
  subject: Subject,
  clock: Subject,
  source: CaseSource = fixedLength(OPS, subject.capabilities),
): Promise<Judged> {
  const warmUp = await warmedUp(subject, source);
  const judged = await judge(subject, source, SECONDS);
  const native = nativeRate(clock, source);
  const rate = judged.ops / judged.seconds;
  const cells = [
    million(rate),
    (judged.cases / judged.seconds).toFixed(0),
    native === null ? '–' : million(native),
    native === null ? '–' : `1:${(native / rate).toFixed(1)}`,
    `${million(warmUp)} ops`,
  ];
  console.log(`${title.padEnd(30)}${cells.map((c) => column(c, 15)).join('')}`);
  return judged;
}

/** Judges until V8 has compiled what there is to compile: two slices in a row without more speed. Returns the ops. */
async function warmedUp(subject: Subject, source: CaseSource): Promise<number> {
  let total = 0;
  let fastest = 0;
  for (let slice = 0, settled = 0; slice < MAX_SLICES && settled < 2; slice++) {
    const { ops, seconds } = await judge(subject, source, SLICE_SECONDS);
    settled = ops / seconds > fastest * HARDLY_FASTER ? 0 : settled + 1;
    fastest = Math.max(fastest, ops / seconds);
    total += ops;
  }
  return total;
}

function printMix(title: string, judged: Judged): void {
  const { kinds, ops } = judged;
  const shares = OP_NAMES.map((name, kind) => [name, kinds[kind]! / ops] as const).filter(([, share]) => share > 0);
  console.log(`\n${title}: ${shares.map(([name, share]) => `${name} ${(share * 100).toFixed(0)} %`).join(', ')}`);
  console.log(
    `rules exercised per op: ${judged.rulesPerOp.toFixed(1)}; ops without error: ${percent(judged.successShare)}; ` +
      `ops that change or hit state: ${percent(judged.activeShare)}; cases that differ from the model (counted, not inspected): ${judged.differing} of ${judged.cases}`,
  );
}

async function printGrowth(): Promise<void> {
  const subject = await openSubject('in-box', { isolated: false });
  console.log('\ngrowth with trace length (in-box): ops a trace → judged ops/s');
  for (const ops of [20, 200, 2000, 20_000]) {
    const { ops: done, seconds } = await judge(subject, fixedLength(ops, subject.capabilities), SECONDS / 2, {
      wholeTrees: false,
    });
    console.log(`${column(String(ops), 10)}  ${million(done / seconds)}`);
  }
  console.log('\ngrowth with live mappings (in-box): mappings, then as many ops among them → judged ops/s');
  for (const mappings of [100, 1000, 10_000, 100_000, 1_000_000]) {
    const { ops: done, seconds } = await judge(subject, new ManyMappings(mappings, mappings), SECONDS / 2, {
      maxCases: mappings >= 100_000 ? 1 : Infinity,
      wholeTrees: false,
    });
    console.log(`${column(String(mappings), 10)}  ${million(done / seconds)}`);
  }
}

// A subject in another process keeps nobody waiting by itself.
const alive = setInterval(() => undefined, 1 << 30);
void main().finally(() => clearInterval(alive));
