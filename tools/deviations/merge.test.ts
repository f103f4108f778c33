import type { DeviationsFile } from '../../properties/engine/deviations';
import { AFTER } from '../../properties/page-table/inspect';
import { merge } from './merge';
import type { Section } from './sections';
import type { VerdictFile } from './verdict-file';

const SECTIONS: readonly Section[] = [
  { id: 'F-90', subjects: /^linux-/, covers: ({ op, effect }) => op === 'unmap' && effect === 'events(gather)' },
];
const known = { rule: 'PT-100', op: 'unmap', effect: 'tables', source: 'docs/findings.md F-91', trace: {} };
const before: DeviationsFile = { subject: 'linux-1', version: '1', deviations: [known] };
const unmapFinding = { rule: 'PT-147', op: 'unmap', effect: 'events(gather)', known: false, trace: { ops: [] } };

const verdict = (parts: Partial<VerdictFile>): VerdictFile => ({
  subject: 'linux-1',
  version: '2',
  cases: 1,
  stale: [],
  findings: [],
  ...parts,
});

describe('merge', () => {
  it('adds what a section explains, with the section as its source', () => {
    const { file, added, unexplained } = merge(before, verdict({ findings: [unmapFinding] }), SECTIONS);
    expect(added).toBe(1);
    expect(unexplained).toEqual([]);
    expect(file.version).toBe('2');
    expect(file.deviations).toEqual([
      known,
      {
        rule: 'PT-147',
        op: 'unmap',
        effect: 'events(gather)',
        source: 'docs/findings.md F-90',
        trace: unmapFinding.trace,
      },
    ]);
  });

  it('leaves out what no section explains', () => {
    const strange = { ...unmapFinding, effect: 'BUG' };
    const { file, added, unexplained } = merge(null, verdict({ findings: [strange] }), SECTIONS);
    expect(file.deviations).toEqual([]);
    expect(added).toBe(0);
    expect(unexplained).toEqual([strange]);
  });

  it('leaves out what came after another difference, and what is known', () => {
    const findings = [
      { ...unmapFinding, effect: AFTER },
      { ...unmapFinding, known: true },
    ];
    expect(merge(null, verdict({ findings }), SECTIONS)).toMatchObject({ added: 0, unexplained: [] });
  });

  it('drops what no longer shows', () => {
    expect(merge(before, verdict({ stale: ['PT-100 unmap tables'] }), SECTIONS).file.deviations).toEqual([]);
  });
});
