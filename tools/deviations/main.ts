/**
 * Writes docs/deviations/<subject>.json: checks the subject with one seed after the other, with what is in the file so
 * far as known, and adds what is found until a seed finds nothing new. docs/deviations.md says how it is used.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { findingKey, formatDeviations, parseDeviations, type DeviationsFile } from '../../properties/engine/deviations';
import { merge } from './merge';
import { SECTIONS } from './all-sections';
import { parseVerdict, type VerdictFile } from './verdict-file';

/** Run from the root of the project. */
const ROOT = process.cwd();
const COMMAND = join(__dirname, '..', '..', 'cli', 'main.js');
const LARGEST_VERDICT = 2 ** 29;

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    cases: { type: 'string', default: '20000' },
    seed: { type: 'string', multiple: true, default: ['ci'] },
    fresh: { type: 'boolean', default: false },
    // Rounds with one seed before giving up on it: each adds at least one entry.
    rounds: { type: 'string', default: '30' },
    'in-process': { type: 'boolean', default: false },
  },
});

const USAGE =
  'usage: node dist/tools/deviations/main.js <subject> [--cases N] [--seed S]… [--rounds N] [--fresh] [--in-process]';

function check(subject: string, seed: string, known: string | null): VerdictFile {
  const args = ['check', subject, '--cases', values.cases, '--seed', seed, '--json'];
  if (values['in-process']) args.push('--in-process');
  if (known !== null) args.push('--known', known);
  const run = `require(${JSON.stringify(COMMAND)}).main(['node', 'iommu-conformance', ...${JSON.stringify(args)}])`;
  const { status, stdout, stderr } = spawnSync(process.execPath, ['-e', run], {
    cwd: ROOT,
    encoding: 'utf8',
    maxBuffer: LARGEST_VERDICT,
  });
  if (status !== 0 && status !== 1) throw new Error(`check of ${subject} ended with ${status}: ${stderr.trim()}`);
  return parseVerdict(stdout);
}

function settle(subject: string, seed: string, path: string): boolean {
  for (let round = 1; round <= Number(values.rounds); round++) {
    const before: DeviationsFile | null = existsSync(path) ? parseDeviations(readFileSync(path, 'utf8'), path) : null;
    const verdict = check(subject, seed, before === null ? null : path);
    const { file, added, unexplained } = merge(before, verdict, SECTIONS);
    const gone = (before?.deviations.length ?? 0) + added - file.deviations.length;
    console.log(
      `${subject} seed ${seed}: ${verdict.cases} cases, ${added} new, ${gone} gone, ${unexplained.length} unexplained`,
    );
    for (const found of unexplained) {
      console.log(`  no section explains: ${findingKey(found)}\n  ${JSON.stringify(found.trace)}`);
    }
    if (added === 0 && gone === 0) return unexplained.length === 0;
    writeFileSync(path, formatDeviations(file));
  }
  return false;
}

function main(): number {
  const [subject] = positionals;
  if (subject === undefined || positionals.length > 1) {
    console.error(USAGE);
    return 64;
  }
  const path = join(ROOT, 'docs', 'deviations', `${subject}.json`);
  if (values.fresh) rmSync(path, { force: true });
  const clean = values.seed.map((seed) => settle(subject, seed, path));
  return clean.every(Boolean) ? 0 : 1;
}

process.exitCode = main();
