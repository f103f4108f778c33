import type { DmaBufConfig } from '../../../model/vocabulary/dma-buf/config';
import type { DmaBufOp, Name } from '../../../model/vocabulary/dma-buf/op';
import type { DmaBufOutcome } from '../../../model/vocabulary/dma-buf/outcome';
import type { DmaBufView } from '../../../model/vocabulary/dma-buf/view';
import type { PicturedStep } from '../../plain/picture';

export type DmaBufPicturedStep = PicturedStep<DmaBufConfig, DmaBufOp, DmaBufOutcome, DmaBufView>;

/** The three states of a picture. */
export const viewsOf = ({ before, expected, observed }: DmaBufPicturedStep): readonly DmaBufView[] => [
  before,
  expected,
  observed,
];

/** Buffers that a picture shows at most. */
const MOST_BUFS = 2;

/** The buffers that the op is about: that which it names, or those of its device; all where it names nothing. */
export function bufsOf(step: DmaBufPicturedStep): readonly Name[] {
  const views = viewsOf(step);
  const all = [...new Set(views.flatMap(({ bufs }) => bufs))];
  const named = new Set(all.filter((name) => views.some((view) => isAbout(step, view, name))));
  return (named.size > 0 ? all.filter((name) => named.has(name)) : all).slice(0, MOST_BUFS);
}

function isAbout({ op }: DmaBufPicturedStep, view: DmaBufView, name: Name): boolean {
  const bufOf = (attachment: Name | undefined): Name | undefined =>
    attachment === undefined ? undefined : view.attachment(attachment)?.buf;
  if ('buf' in op) return op.buf === name;
  if ('attachment' in op) return bufOf(op.attachment) === name;
  if ('mapping' in op) return bufOf(view.mapping(op.mapping)?.attachment) === name;
  if (op.op === 'mapFile') return op.target.kind === 'buf' && op.target.buf === name;
  if ('area' in op) return bufOf(view.area(op.area)?.attachment) === name;
  return 'device' in op && view.buf(name)?.device === op.device;
}
