import { spawnSync } from 'node:child_process';
import { copyFileSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

const ROOT = join(__dirname, '..');
const DEPCRUISE = join(ROOT, 'node_modules', 'dependency-cruiser', 'bin', 'dependency-cruise.mjs');
jest.setTimeout(60_000);

const ROOMS = ['model', 'properties', 'reference', 'reports', 'campaign', 'cli'];

function cruise(folder: string): { status: number | null; output: string } {
  const args = [DEPCRUISE, ...ROOMS, '--config', '.dependency-cruiser.cjs', '--output-type', 'err'];
  const { status, stdout, stderr } = spawnSync(process.execPath, args, { cwd: folder, encoding: 'utf8' });
  return { status, output: stdout + stderr };
}

/** A house of our own in which every import is forbidden, each by the rule beside it. */
const FORBIDDEN: readonly [what: string, file: string, text: string, rule: string][] = [
  ['a model that imports a rule', 'model/a.ts', `export * from '../properties/leaf';`, 'model-stands-alone'],
  ['a model that reads files', 'model/b.ts', `export * from 'node:fs';`, 'model-stands-alone'],
  ['a vocabulary of one machine', 'model/vocabulary/c.ts', `export * from '../leaf';`, 'vocabulary-stands-alone'],
  [
    'an implementation that asks the model',
    'reference/d.ts',
    `export * from '../model/leaf';`,
    'reference-knows-the-vocabulary',
  ],
  [
    '… if only for a type',
    'reference/e.ts',
    `export type { Leaf } from '../model/leaf';`,
    'reference-knows-the-vocabulary',
  ],
  ['a report that knows a format', 'reports/f.ts', `export * from '../model/leaf';`, 'reports-know-the-vocabulary'],
  ['a rule that asks a subject', 'properties/g.ts', `export * from '../reference/leaf';`, 'properties-know-the-model'],
  ['in-box that knows the museum', 'reference/in-box/h.ts', `export * from '../museum/leaf';`, 'in-box-is-no-museum'],
  ['a product that needs its tests', 'cli/i.ts', `export * from './leaf.test';`, 'no-tests-in-product'],
  ['a cycle', 'model/j.ts', `export * from './j2';`, 'no-cycles'],
];
const NEUTRAL = [
  ...['model', 'properties', 'reference', 'reference/museum'].map((room) => `${room}/leaf.ts`),
  'cli/leaf.test.ts',
];

test('each forbidden import is found', () => {
  const house = mkdtempSync(join(tmpdir(), 'arrows-'));
  const write = (path: string, text: string): void => {
    mkdirSync(dirname(join(house, path)), { recursive: true });
    writeFileSync(join(house, path), text);
  };
  try {
    for (const room of ROOMS) mkdirSync(join(house, room));
    for (const path of NEUTRAL) write(path, 'export type Leaf = 1;');
    for (const [, path, text] of FORBIDDEN) write(path, text);
    write('model/j2.ts', `export * from './j';`);
    for (const file of ['.dependency-cruiser.cjs', 'tsconfig.json']) copyFileSync(join(ROOT, file), join(house, file));
    symlinkSync(join(ROOT, 'node_modules'), join(house, 'node_modules'));
    const { status, output } = cruise(house);
    for (const [what, path, , rule] of FORBIDDEN) {
      expect({ what, found: output.includes(`${rule}: ${path}`) }).toEqual({ what, found: true });
    }
    expect(status).not.toBe(0);
  } finally {
    rmSync(house, { recursive: true });
  }
});
