import { spawnSync } from 'node:child_process';
import { copyFileSync, existsSync, mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** The project's root, from where this file is compiled to: dist/tools/sample-report. */
const ROOT = join(__dirname, '..', '..', '..');

/** Where the campaign runs, and what of it is kept: both as a person types them in the project's root. */
const CAMPAIGN = 'out/sample-report';
const SAMPLE = 'docs/sample-report';

/** Released code with known bugs, and as many cases as show what growth looks like. */
const SUBJECT = 'linux-6.12-amdv2';
const CASES = 12_000;
/** Exit code of a campaign with findings, which this one has. */
const BROKEN = 1;

/** Runs one command of the built tool; `expected`: its exit code. */
function run(args: readonly string[], expected: number): void {
  const { status } = spawnSync(process.execPath, [join('bin', 'iommu-conformance.js'), ...args], {
    cwd: ROOT,
    stdio: 'inherit',
  });
  if (status !== expected) throw new Error(`${args.join(' ')}: exit ${String(status)}, not ${expected}`);
}

/** `npm run sample-report`: runs a campaign, keeps its report and the smallest trace of each finding; draws a picture. */
function main(): void {
  rmSync(join(ROOT, CAMPAIGN), { recursive: true, force: true });
  run(['campaign', SUBJECT, '--cases', String(CASES), '--seed', 'sample', '--out', CAMPAIGN], BROKEN);
  rmSync(join(ROOT, SAMPLE, 'findings'), { recursive: true, force: true });
  const findings = join(ROOT, CAMPAIGN, 'findings');
  for (const key of readdirSync(findings)) {
    const trace = join(findings, key, 'trace.json');
    if (!existsSync(trace)) continue;
    mkdirSync(join(ROOT, SAMPLE, 'findings', key), { recursive: true });
    copyFileSync(trace, join(ROOT, SAMPLE, 'findings', key, 'trace.json'));
  }
  const report = readFileSync(join(ROOT, CAMPAIGN, 'report.html'), 'utf8');
  writeFileSync(join(ROOT, SAMPLE, 'report.html'), report.replaceAll(`${CAMPAIGN}/findings/`, `${SAMPLE}/findings/`));
  for (const id of ['F-22', 'F-71'])
    run(['picture', `docs/findings/${id}.json`, '--out', `docs/pictures/${id}.svg`], 0);
}

main();
