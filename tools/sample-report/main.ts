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

/** `npm run sample-report`: runs a campaign, and keeps its report and the smallest trace of each finding. */
function main(): void {
  rmSync(join(ROOT, CAMPAIGN), { recursive: true, force: true });
  const command = ['campaign', SUBJECT, '--cases', String(CASES), '--seed', 'sample', '--out', CAMPAIGN];
  const { status } = spawnSync(process.execPath, [join('bin', 'iommu-conformance.js'), ...command], {
    cwd: ROOT,
    stdio: 'inherit',
  });
  if (status !== BROKEN) throw new Error(`the campaign ended with ${String(status)}, not with ${BROKEN}`);
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
}

main();
