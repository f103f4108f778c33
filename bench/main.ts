import type { Subject } from '../model/vocabulary';
import { OP_NAMES } from '../model/vocabulary/op';
import { openSubject } from '../reference/registry';
import { fastCheckRate } from './fast-check';
import { judge, nativeRate, type Judged } from './judged';
import { ManyMappings, fixedLength } from './sources';

const SECONDS = Number(process.env['BENCH_SECONDS'] ?? 5);
const OPS = 200;

const million = (n: number): string => `${(n / 1e6).toFixed(2)} M`;
const column = (text: string, width: number): string => text.padStart(width);

async function main(): Promise<void> {
  console.log(
    `Judging speed on one core (${process.version}; traces of ${OPS} ops, theme core, format amdv1; ${SECONDS} s each).`,
  );
  console.log(
    'Judged: draw + model + every rule + subject + comparison. Native: the subject alone, same traces, same run.\n',
  );
  console.log(
    `${'subject'.padEnd(34)}${['judged ops/s', 'cases/s', 'native ops/s', 'judged:native'].map((t) => column(t, 15)).join('')}`,
  );
  let sample: Judged | null = null;
  for (const [name, isolated] of [
    ['in-box', false],
    ['c-example', false],
    ['c-example', true],
    ...(await linuxNames()).flatMap((n) => [[n, false] as const, [n, true] as const]),
  ] as const) {
    const subject = await openSubject(name, { isolated });
    sample = await line(`${name}${isolated ? ' (isolated)' : ''}`, subject);
    await subject.close?.();
  }
  if (sample !== null) printMix(sample);
  const rate = fastCheckRate(SECONDS);
  console.log(
    `\nfast-check commands/modelRun over the same model (size max): ${million(rate.perSecond)} ops/s, ${rate.meanLength.toFixed(0)} ops a run`,
  );
  await printGrowth();
}

async function linuxNames(): Promise<string[]> {
  const { listSubjects } = await import('../reference/registry');
  const found = (await listSubjects()).filter((s) => /^linux-(?!6\.12).*-amdv1$/.test(s.name) && s.available);
  if (found.length === 0) console.log('(no linux subject: run `npm run linux` first)');
  return found.map((s) => s.name);
}

async function line(title: string, subject: Subject): Promise<Judged> {
  await judge(subject, fixedLength(OPS, subject.capabilities), 1);
  const judged = await judge(subject, fixedLength(OPS, subject.capabilities), SECONDS);
  const native = nativeRate(subject, judged.traces);
  const rate = judged.ops / judged.seconds;
  const cells = [
    million(rate),
    (judged.cases / judged.seconds).toFixed(0),
    native === null ? '–' : million(native),
    native === null ? '–' : `1:${(native / rate).toFixed(1)}`,
  ];
  console.log(`${title.padEnd(34)}${cells.map((c) => column(c, 15)).join('')}`);
  return judged;
}

function printMix(judged: Judged): void {
  const counts = OP_NAMES.map(() => 0);
  let total = 0;
  for (const trace of judged.traces) for (const op of trace.ops) (counts[op.kind]!++, total++);
  const shares = OP_NAMES.map((name, kind) => [name, counts[kind]! / total] as const).filter(([, share]) => share > 0);
  console.log(`\nmix: ${shares.map(([name, share]) => `${name} ${(share * 100).toFixed(0)} %`).join(', ')}`);
  console.log(
    `rules exercised per op: ${judged.rulesPerOp.toFixed(1)}; ops that change or hit state: ${(judged.activeShare * 100).toFixed(0)} %; ` +
      `cases that differ from the model: ${judged.differing} of ${judged.cases}`,
  );
}

async function printGrowth(): Promise<void> {
  const subject = await openSubject('in-box', { isolated: false });
  console.log('\ngrowth with trace length (in-box): ops a trace → judged ops/s');
  for (const ops of [20, 200, 2000, 20_000]) {
    const { ops: done, seconds } = await judge(subject, fixedLength(ops, subject.capabilities), SECONDS / 2);
    console.log(`${column(String(ops), 10)}  ${million(done / seconds)}`);
  }
  console.log('\ngrowth with live mappings (in-box): mappings, then as many ops among them → judged ops/s');
  for (const mappings of [100, 1000, 10_000, 100_000, 1_000_000]) {
    const { ops: done, seconds } = await judge(
      subject,
      new ManyMappings(mappings, mappings),
      SECONDS / 2,
      mappings >= 100_000 ? 1 : Infinity,
    );
    console.log(`${column(String(mappings), 10)}  ${million(done / seconds)}`);
  }
}

void main();
