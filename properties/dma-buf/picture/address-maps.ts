import type { Name } from '../../../model/vocabulary/dma-buf/op';
import type { DmaBufView } from '../../../model/vocabulary/dma-buf/view';
import type { AddressMap, MemoryKind, PictureLeaf } from '../../../model/vocabulary/picture';
import { Prot } from '../../../model/vocabulary/prot';
import { shownLeaves, sightings } from '../../engine/picture-leaves';
import { piecesOf, runOf, type PicturePiece, type PictureRun } from '../../plain/picture-runs';
import { bufsOf, viewsOf, type DmaBufPicturedStep } from './step';

/** Maps that a picture shows at most: the way from BAR to IOPTE, and one more. */
const MOST_MAPS = 4;

interface Leaf extends PictureRun {
  readonly kind: MemoryKind;
  readonly mark: string;
}

/** What one map shows: its name, its two spaces, its leaves in one state. */
interface Subject {
  readonly title: string;
  readonly from: string;
  readonly to: string;
  readonly leaves: (view: DmaBufView) => readonly Leaf[];
}

const keyOf = ({ first, target, lg, count, kind, mark }: Leaf): string => [first, target, lg, count, kind, mark].join();

/** Ranges that follow each other from offset 0 on, numbered: of a buffer, or of an sg table. */
function inRow(ranges: readonly { readonly address: bigint; readonly bytes: bigint }[]): readonly Leaf[] {
  let offset = 0n;
  return ranges.flatMap(({ address, bytes }, i) => {
    const run = runOf(offset, address, bytes);
    offset += bytes;
    // What is smaller than a page is for the entries in words.
    return run.count > 0 ? [{ ...run, kind: 'mmio' as const, mark: `#${i}` }] : [];
  });
}

/** IOPTEs: what lacks IOMMU_MMIO is drawn as RAM, as the format takes it. */
const leaves = (pieces: readonly PicturePiece[]): readonly Leaf[] =>
  pieces.map(({ base, bytes, paddr, prot }) => ({
    ...runOf(base, paddr, bytes),
    kind: (prot & Prot.MMIO) === 0 ? 'ram' : 'mmio',
    mark: '',
  }));

const rangesOf = (name: Name): Subject => ({
  title: `Ranges of ${name}`,
  from: 'offset',
  to: 'BAR',
  leaves: (view) => inRow((view.buf(name)?.physVec ?? []).map(({ paddr, bytes }) => ({ address: paddr, bytes }))),
});

const sgTableOf = (mapping: Name, importer: number): Subject => ({
  title: `Entries of the sg table of ${mapping}`,
  from: 'offset',
  to: `for importer ${importer}`,
  leaves: (view) => inRow(view.mapping(mapping)?.entries ?? []),
});

const ioptesOf = (importer: number, page: bigint): Subject => ({
  title: `IOPTEs of importer ${importer}`,
  from: 'IOVA',
  to: 'physical',
  leaves: (view) =>
    view
      .importer(importer)
      .mapped.flatMap((span) => leaves(piecesOf(span, page, (address) => view.iopte(importer, address)))),
});

const domainOf = (domain: number, page: bigint): Subject => ({
  title: `IOPTEs of domain ${domain} of the IOAS`,
  from: 'IOVA',
  to: 'physical',
  leaves: (view) =>
    view.domains.includes(domain)
      ? view
          .domainMapped(domain)
          .flatMap((span) => leaves(piecesOf(span, page, (address) => view.domainIopte(domain, address))))
      : [],
});

function subjectsOf(step: DmaBufPicturedStep): readonly Subject[] {
  const page = BigInt(2 ** step.config.pageLg);
  const bufs = bufsOf(step);
  const mappings = new Map<Name, number>();
  for (const view of viewsOf(step))
    for (const name of view.mappings) {
      const { attachment, importer } = view.mapping(name)!;
      if (bufs.includes(view.attachment(attachment)?.buf ?? '')) mappings.set(name, importer);
    }
  const domains = new Set(viewsOf(step).flatMap((view) => view.domains));
  return [
    ...bufs.map(rangesOf),
    ...[...mappings].map(([name, importer]) => sgTableOf(name, importer)),
    ...step.config.importers.map((_, importer) => ioptesOf(importer, page)),
    ...[...domains].map((domain) => domainOf(domain, page)),
  ];
}

function mapOf({ title, from, to, leaves: leavesIn }: Subject, step: DmaBufPicturedStep): AddressMap[] {
  const found = sightings(leavesIn(step.before), leavesIn(step.expected), leavesIn(step.observed), keyOf);
  if (found.length === 0) return [];
  const shown = found.map(({ item, ...moments }): PictureLeaf => ({
    ...item,
    ...moments,
    wrong: moments.expected !== moments.observed,
  }));
  return [{ title, from, to, ...shownLeaves(shown, null), touched: null }];
}

const isWrong = ({ leaves: all }: AddressMap): boolean => all.some(({ wrong }) => wrong);

/** From the ranges of a buffer to sg entries, IOPTEs and areas; of many what is wrong first, in this order. */
export function addressMapsOf(step: DmaBufPicturedStep): AddressMap[] {
  const maps = subjectsOf(step).flatMap((subject) => mapOf(subject, step));
  const kept = [...maps].sort((a, b) => Number(isWrong(b)) - Number(isWrong(a))).slice(0, MOST_MAPS);
  return maps.filter((map) => kept.includes(map));
}
