import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ROOT, ensureBuilt } from './support/built';

jest.setTimeout(60_000);

test('the tool convicts what is broken and names it', () => {
  ensureBuilt();
  const folder = mkdtempSync(join(tmpdir(), 'mutants-'));
  try {
    const json = join(folder, 'mutants.json');
    const main = join(ROOT, 'dist', 'tools', 'mutants', 'main.js');
    const args = [main, '--only', 'in-box/page-table/lookup.ts', '--sample', '4', '--cases', '20', '--workers', '1'];
    const { status, stdout, stderr } = spawnSync(process.execPath, [...args, '--json', json], {
      cwd: ROOT,
      encoding: 'utf8',
    });
    expect({ status, stderr }).toMatchObject({ status: 0 });
    expect(stdout).toMatch(/of 4 mutants convicted/);
    const { results } = JSON.parse(readFileSync(json, 'utf8')) as { results: { place: string; end: string }[] };
    expect(results).toHaveLength(4);
    expect(results.every(({ place }) => place.startsWith('reference/in-box/page-table/lookup.ts:'))).toBe(true);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});
