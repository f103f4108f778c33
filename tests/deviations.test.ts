import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { findingKey, parseDeviations } from '../properties/engine/deviations';
import { parseTrace } from '../properties/engine/trace-file';
import { allRules } from '../properties/page-table/catalogue';
import { dmaBufMachine } from '../properties/dma-buf';
import { dmaBufOpSchema } from '../properties/dma-buf/op-schema';
import { dmaBufConfigSchema } from '../properties/dma-buf/trace-schema';
import { parsePlainTrace } from '../properties/plain/trace-file';
import { vfioType1Machine } from '../properties/vfio-type1';
import { type1OpSchema } from '../properties/vfio-type1/op-schema';
import { type1ConfigSchema } from '../properties/vfio-type1/trace-schema';
import { viommuMachine } from '../properties/viommu';
import { viommuConfigSchema, viommuOpSchema } from '../properties/viommu/trace-schema';
import { wrapperMachine } from '../properties/rmp-wrapper';
import { wrapperConfigSchema, wrapperOpSchema } from '../properties/rmp-wrapper/trace-schema';

// That each trace still shows its deviation, and that nothing else is found, needs Linux: .ci/run, `check --known`.

const ROOT = join(__dirname, '..');
const FOLDER = join(ROOT, 'docs', 'deviations');
const FINDINGS = readFileSync(join(ROOT, 'docs', 'findings.md'), 'utf8');
const SECTIONS = new Set([...FINDINGS.matchAll(/^### (F-\d+) /gm)].map((match) => match[1]!));
const RULES = new Set(
  [...allRules(), ...wrapperMachine.rules, ...dmaBufMachine.rules, ...vfioType1Machine.rules].map(
    ({ id }) => id as string,
  ),
);

/** Ops of a stored trace of whatever machine. */
function opsOf(document: unknown, path: string): readonly unknown[] {
  const { machine } = document as { readonly machine?: string };
  switch (machine) {
    case wrapperMachine.name:
      return parsePlainTrace(document, path, machine, wrapperConfigSchema, wrapperOpSchema).ops;
    case dmaBufMachine.name:
      return parsePlainTrace(document, path, machine, dmaBufConfigSchema, dmaBufOpSchema).ops;
    case vfioType1Machine.name:
      return parsePlainTrace(document, path, machine, type1ConfigSchema, type1OpSchema).ops;
    case viommuMachine.name:
      return parsePlainTrace(document, path, machine, viommuConfigSchema, viommuOpSchema).ops;
    default:
      return parseTrace(document, path).trace.ops;
  }
}

const files = readdirSync(FOLDER).filter((name) => name.endsWith('.json'));

describe.each(files)('docs/deviations/%s', (name) => {
  const file = parseDeviations(readFileSync(join(FOLDER, name), 'utf8'), name);

  it('belongs to the subject that it is named after', () => {
    expect(`${file.subject}.json`).toBe(name);
    expect(file.deviations.length).toBeGreaterThan(0);
  });

  it('has one entry for each rule, op and effect', () => {
    const keys = file.deviations.map(findingKey);
    expect(new Set(keys).size).toBe(keys.length);
  });

  it.each(file.deviations.map((deviation) => [findingKey(deviation), deviation] as const))('%s', (_, deviation) => {
    if (deviation.rule !== null) expect(RULES).toContain(deviation.rule);
    for (const id of deviation.source.replace('docs/findings.md ', '').split(', ')) expect(SECTIONS).toContain(id);
    expect(opsOf(deviation.trace, name).length).toBeGreaterThan(0);
  });
});

describe('docs/findings.md', () => {
  const replayed = [...FINDINGS.matchAll(/docs\/findings\/[\w-]+\.json/g)].map((match) => match[0]);

  it('has a trace to replay for every section, or names the test that shows it', () => {
    for (const section of FINDINGS.split(/^#{2,3} /m).slice(1)) {
      const id = /^F-\d+/.exec(section)?.[0];
      const test = /`(reference\/[\w/-]+\.test\.ts)`/.exec(section)?.[1];
      if (id === undefined) continue;
      if (test === undefined) expect(replayed).toContain(`docs/findings/${id}.json`);
      else expect(readFileSync(join(ROOT, test), 'utf8')).toContain(id);
    }
  });

  it.each([...new Set(replayed)])('%s is a trace', (path) => {
    expect(existsSync(join(ROOT, path))).toBe(true);
    expect(opsOf(JSON.parse(readFileSync(join(ROOT, path), 'utf8')), path).length).toBeGreaterThan(0);
  });
});
