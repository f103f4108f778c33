import { StepKind } from '../../../model/vocabulary/host/step-kind';
import { BROKEN, HELD, must, NOT_EXERCISED } from '../../page-table/rule';
import type { HostFacts } from '../facts/facts';
import { hostRule } from '../rule';
import { gpa, page } from './_text';
import { barText, importerText } from './_imports';

// Guarantees of a revoke that has returned: dma-mmio.md 1.6, 6.3. Type1 has no part in them: it maps no dma-buf.

/** The first importer that still has a leaf to a revoked BAR, or a mapping of it; −1: none. */
function survivor({ config, imports }: HostFacts, bar: number): number {
  return config.importers.findIndex(
    ({ path }, importer) =>
      path !== 'type1' && (imports.hasMapping(importer, bar) || imports.leafTo(importer, bar) !== null),
  );
}

export const revokeLeavesNothing = hostRule({
  id: 'RMP-H07',
  title: 'A revoke leaves no mapping',
  statement:
    'When a revoke returns, no leaf that was made through the dma-buf leads to the BAR, in any domain, and every mapping was given up.',
  source: 'dma-mmio.md 1.6 (4, 5), 6.3, 9.2 BUF-023, BUF-053',
  confidence: 'U',
  level: 'required',
  why: 'What comes next is a reset, or a BAR that belongs to a guest: peers write into whatever is there then.',
  example: 'Only the first domain of an IOAS is unmapped.',
  on: [StepKind.revokeEnd],
  facts: 'before',
  check(facts, { bar }) {
    if (facts.imports.mappedAtRevoke[bar] === 0) return NOT_EXERCISED;
    return must(survivor(facts, bar) < 0);
  },
  explain: (facts, { bar }) =>
    `${importerText(facts, survivor(facts, bar))} still maps ${barText(facts, bar)}, whose revoke has returned`,
});

export const revokedBarIsOutOfReach = hostRule({
  id: 'RMP-H08',
  title: 'A revoked BAR is out of reach',
  statement:
    'After a revoke has returned no request of an importer reaches the BAR, by IOTLB, ATS or bus address, until it has mapped it again.',
  source: 'dma-mmio.md 1.6, 9.2 BUF-023; 3.2 (BUS_ADDR)',
  confidence: 'U',
  level: 'required',
  why: 'A line that outlives its leaf is as good as the leaf.',
  example: 'The IOTLB is flushed, and what a device with ATS keeps itself is not.',
  on: [StepKind.portDma],
  facts: 'before',
  check({ imports }, { importer, ok, spa, routed }) {
    // Without ACS a device can name any BAR; what counts then is what its driver names.
    const { path } = imports.config.importers[importer]!;
    const bar = ok && (!routed || path === 'dma-api') ? imports.barAt(spa) : -1;
    if (bar < 0) return NOT_EXERCISED;
    return imports.isClosed(importer, bar) ? BROKEN : HELD;
  },
  explain: (facts, { importer, port, iova, spa, hit }) =>
    `port ${port} of ${importerText(facts, importer)} reached ${page(spa)} by ${gpa(iova)}${hit ? ', from its IOTLB' : ''}, though the revoke has returned`,
});

export const fencesAreSignalled = hostRule({
  id: 'RMP-H12',
  title: 'A revoke waits for transfers',
  statement: 'When a revoke returns, every fence that was on the buffer is signalled.',
  source: 'dma-mmio.md 1.6 (3), 9.2 BUF-023',
  confidence: 'U',
  level: 'required',
  why: 'The transfer that is under way ends in a device that is being reset.',
  example: 'Importers are told, and nobody waits.',
  on: [StepKind.revokeEnd],
  facts: 'before',
  check({ imports }, { bar }) {
    if (imports.fencedAtRevoke[bar] === 0) return NOT_EXERCISED;
    return must(imports.fences[bar] === 0);
  },
  explain: (facts, { bar }) =>
    `${facts.imports.fences[bar]!} transfers to ${barText(facts, bar)} are under way, and its revoke has returned`,
});
