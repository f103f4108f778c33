import { edgeAfter, memoryKind } from '../../../model/vfio-type1/memory';
import { bytesOf, pageOf } from '../../../model/vfio-type1/pages';
import type { AddressMap, MemoryKind, PictureLeaf } from '../../../model/vocabulary/picture';
import type { AreaKind } from '../../../model/vocabulary/vfio-type1/area';
import type { Type1Config } from '../../../model/vocabulary/vfio-type1/config';
import type { DomainIndex } from '../../../model/vocabulary/vfio-type1/op';
import type { Type1View } from '../../../model/vocabulary/vfio-type1/view';
import { shownLeaves, sightings, type Focus } from '../../engine/picture-leaves';
import { runOf, type PictureRun } from '../../plain/picture-runs';
import type { Type1PicturedStep } from './step';

interface Leaf extends PictureRun {
  readonly kind: MemoryKind;
  readonly mark: string;
}

const keyOf = ({ first, target, lg, count, mark }: Leaf): string => [first, target, lg, count, mark].join();

/** RAM is what has a struct page, reserved or not. */
const kindOf = ({ memory }: Type1Config, frame: number): MemoryKind =>
  memoryKind(memory, frame) === null ? 'mmio' : 'ram';

/** Bytes that lead to bytes, cut where memory becomes something else. */
function cut(config: Type1Config, from: bigint, to: bigint, bytes: bigint, mark: string): readonly Leaf[] {
  const leaves: Leaf[] = [];
  const end = pageOf(to + bytes);
  for (let frame = pageOf(to); frame < end;) {
    const next = Math.min(edgeAfter(config.memory, frame), end);
    const at = from + bytesOf(frame) - to;
    leaves.push({ ...runOf(at, bytesOf(frame), bytesOf(next - frame)), kind: kindOf(config, frame), mark });
    frame = next;
  }
  return leaves;
}

/** In a letter or two: a BAR is IO. */
const AREA_MARKS: Readonly<Record<AreaKind, string>> = {
  memory: '',
  fsdax: 'fs',
  io: 'io',
  pfnmap: 'P',
  ioPfnmap: 'IO',
};

/** What is behind the addresses of the process. */
const areasIn = (config: Type1Config, { areas }: Type1View): readonly Leaf[] =>
  areas.flatMap(({ start, kind, runs }) => {
    let at = start;
    return runs.flatMap(({ frame, frames }) => {
      const leaves = cut(config, at, bytesOf(frame), bytesOf(frames), AREA_MARKS[kind]);
      at += bytesOf(frames);
      return leaves;
    });
  });

/** IOPTEs; the mark is the C-bit. */
const ioptesIn = (config: Type1Config, view: Type1View, domain: DomainIndex): readonly Leaf[] =>
  view.iopteSpans(domain).flatMap(({ iova, paddr, bytes, cBit }) => cut(config, iova, paddr, bytes, cBit ? 'C' : ''));

function mapOf(
  title: string,
  from: string,
  leaves: (view: Type1View) => readonly Leaf[],
  { before, expected, observed }: Type1PicturedStep,
  focus: Focus | null,
): AddressMap[] {
  const found = sightings(leaves(before), leaves(expected), leaves(observed), keyOf);
  if (found.length === 0) return [];
  const shown = found.map(({ item, ...moments }): PictureLeaf => ({
    ...item,
    ...moments,
    wrong: moments.expected !== moments.observed,
  }));
  return [{ title, from, to: 'physical', ...shownLeaves(shown, focus), touched: focus }];
}

const focusOf = (at: bigint, bytes: bigint): Focus => ({ first: pageOf(at), pages: Math.max(1, pageOf(bytes)) });

/** From the addresses of the process to the frames behind them, and from the IOVAs of each domain. */
export function addressMapsOf(step: Type1PicturedStep): AddressMap[] {
  const { op, config, expected, observed } = step;
  const domains = [...new Set([...expected.domains, ...observed.domains])].sort((a, b) => a - b);
  const process = op.op === 'map' ? focusOf(op.vaddr, op.size) : null;
  const iovas = op.op === 'map' || (op.op === 'unmap' && !op.all) ? focusOf(op.iova, op.size) : null;
  return [
    ...mapOf('What is behind the process', 'vaddr', (view) => areasIn(config, view), step, process),
    ...domains.flatMap((domain) =>
      mapOf(`IOPTEs of domain ${domain}`, 'IOVA', (view) => ioptesIn(config, view, domain), step, iovas),
    ),
  ];
}
