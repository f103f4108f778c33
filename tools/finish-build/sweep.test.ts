import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { sweep } from './sweep';

const root = mkdtempSync(join(tmpdir(), 'sweep-'));
afterAll(() => rmSync(root, { recursive: true }));

const file = (path: string): string => {
  const whole = join(root, path);
  mkdirSync(dirname(whole), { recursive: true });
  writeFileSync(whole, '');
  return whole;
};

test('what was built from a source that is gone goes, and nothing else', () => {
  file('rules/kept.ts');
  const kept = [file('dist/rules/kept.js'), file('dist/rules/kept.d.ts'), file('dist/rules/data.json')];
  const gone = [file('dist/rules/renamed.js'), file('dist/rules/renamed.d.ts'), file('dist/left/alone.js')];
  sweep(join(root, 'dist'), root);
  expect(kept.filter((path) => !existsSync(path))).toEqual([]);
  expect(gone.filter((path) => existsSync(path))).toEqual([]);
});
