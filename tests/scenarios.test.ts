import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { RMP_ASSUMPTIONS } from '../model/assumptions';
import { DEFAULT_RMP_ASSUMPTIONS, RMP_ASSUMPTION_POSITIONS } from '../model/vocabulary/rmp/assumption';
import { answerScenario } from '../properties/scenario/answer';
import { parseScenario } from '../properties/scenario/parse';
import { plainPage } from '../reports/page';
import { scenarioText } from '../reports/scenario';
import { ANSWERS, SCENARIOS, answersDocument } from '../tools/answers/document';

const ROOT = join(__dirname, '..');
const answer = (file: string) => answerScenario(parseScenario(readFileSync(join(ROOT, file), 'utf8'), file), file);
const scenarios = readdirSync(join(ROOT, SCENARIOS)).filter((name) => name.endsWith('.yaml'));

test('docs/answers.md is what the scenarios say today', () => {
  expect(readFileSync(join(ROOT, ANSWERS), 'utf8')).toBe(answersDocument(ROOT));
});

test.each(scenarios)('%s fits a page of 80 columns, and rests on a named assumption', (name) => {
  const said = answer(`${SCENARIOS}/${name}`);
  const text = scenarioText(said, plainPage(80));
  expect(Math.max(...text.split('\n').map((line) => line.length))).toBeLessThanOrEqual(80);
  expect(said.steps.some(({ otherwise }) => otherwise.length > 0)).toBe(true);
});

test('every question of the RMP machines is described, with its positions', () => {
  const described = RMP_ASSUMPTIONS.filter(({ notModelled }) => notModelled === null);
  expect(described.map(({ name }) => name).sort()).toEqual(Object.keys(RMP_ASSUMPTION_POSITIONS).sort());
  for (const { name, default: position } of described)
    expect(position).toBe(String(DEFAULT_RMP_ASSUMPTIONS[name as keyof typeof DEFAULT_RMP_ASSUMPTIONS]));
});

const positions = Object.entries(RMP_ASSUMPTION_POSITIONS).flatMap(([name, [, ...others]]) =>
  others.map((position) => [name, String(position)] as const),
);

test.each(positions)('%s=%s has a witness: a scenario that comes out differently', (name, position) => {
  const { steps } = answer(`${SCENARIOS}/assumptions/${name}.yaml`);
  const differing = steps.flatMap(({ otherwise }) => otherwise);
  expect(differing).toContainEqual(expect.objectContaining({ assumption: name, position }));
});

test.each([
  ['title: x\nsteps: [', /^mine\.yaml: .*; docs\/scenarios\.md describes the format$/],
  ['title: x\nsteps: []', /^mine\.yaml: steps: /],
  ['title: x\nsteps: [{}]', /^mine\.yaml: steps\[0\]: must have exactly one of map, unmap/],
  ['title: x\nsteps: [{ psmash: { at: 0x1001 } }]', /^mine\.yaml: steps\[0\]\.psmash\.at: must be on a 4K boundary/],
  [
    'title: x\nsteps: [{ unmap: { table: t, iova: 0 } }]',
    /^mine\.yaml: there is no table called t; the scenario defines none$/,
  ],
  [
    'title: x\nsteps: [{ host: { through: 4K } }]',
    /^mine\.yaml: steps\[0\]\.host: must have exactly one of read, write/,
  ],
  [
    'title: x\nassume: { IO_1G_AS_2M: maybe }\nsteps: [{ psmash: { at: 0 } }]',
    /^mine\.yaml: assume\.IO_1G_AS_2M: must be one of true, fault/,
  ],
])('a scenario file with %j gets one line that names the place', (text, line) => {
  const answered = (): unknown => answerScenario(parseScenario(text, 'mine.yaml'), 'mine.yaml');
  expect(answered).toThrow(line);
  expect(answered).toThrow(expect.objectContaining({ exitCode: 64 }));
});

test('a scenario of one’s own is answered', () => {
  const text = 'title: mine\ndevices: { nic: {} }\nsteps: [{ dma: { device: nic, write: 0x4040_0123 } }]';
  const { steps } = answerScenario(parseScenario(text, 'mine.yaml'), 'mine.yaml');
  expect(steps).toMatchObject([{ refused: true, decision: { rule: 'RMP-084' } }]);
  expect(steps[0]!.otherwise).toContainEqual(expect.objectContaining({ assumption: 'DTE_MODE0_ILLEGAL' }));
});
