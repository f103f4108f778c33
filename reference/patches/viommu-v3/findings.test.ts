/** Each finding of docs/findings.md on the patch: its trace convicts the patch of the rule that it names, and not in-box. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { PlainJudge } from '../../../properties/plain/judge';
import { parsePlainTrace } from '../../../properties/plain/trace-file';
import { viommuMachine } from '../../../properties/viommu';
import { viommuConfigSchema, viommuOpSchema } from '../../../properties/viommu/trace-schema';
import { packageRoot } from '../../c/build';
import { inBoxViommuSubject } from '../../in-box/viommu';
import { PATCH_VIOMMU_V3, patchViommuV3Subject } from '.';

const judge = new PlainJudge(viommuMachine);
const FINDINGS = Array.from({ length: 14 }, (_, i) => `F-${70 + i}`);

test.each(FINDINGS)('%s', (finding) => {
  const path = join(packageRoot(), 'docs', 'findings', `${finding}.json`);
  const { config, ops, rule, subject } = parsePlainTrace(
    JSON.parse(readFileSync(path, 'utf8')),
    path,
    viommuMachine.name,
    viommuConfigSchema,
    viommuOpSchema,
  );
  const brokenBy = (accused: ReturnType<typeof patchViommuV3Subject>): readonly (string | null)[] =>
    judge.judge(accused, config, ops, new Int32Array(judge.rules.length)).map((breach) => breach.rule?.id ?? null);
  expect(subject).toBe(PATCH_VIOMMU_V3);
  expect(brokenBy(patchViommuV3Subject())).toContain(rule);
  expect(brokenBy(inBoxViommuSubject('in-box:viommu'))).toEqual([]);
});
