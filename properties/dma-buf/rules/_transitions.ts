import type { Name } from '../../../model/vocabulary/dma-buf/op';
import type { DmaBufEvent } from '../../../model/vocabulary/dma-buf/outcome';
import type { DmaBufStep } from '../rule';

export type Telling = Extract<DmaBufEvent, { readonly event: 'invalidate' }>;

/** A buffer that was revoked, or restored, in a step. */
export interface Transition {
  readonly name: Name;
  readonly kind: 'revoke' | 'restore';
  /** Attachments that were there then. */
  readonly attachments: readonly Name[];
  /** Callbacks of this transition, in their order. */
  readonly told: readonly Telling[];
}

/** Callbacks of the attachments of one buffer. */
export const tellings = ({ outcome }: DmaBufStep, buf: Name): readonly Telling[] =>
  outcome.events.filter((event): event is Telling => event.event === 'invalidate' && event.buf === buf);

/**
 * What a step did to buffers, by their states before and after it and by what their importers were told. A reset may do
 * both in one step: as many callbacks as there are attachments belong to its revoke, those behind them to its restore.
 */
export function transitionsOf(step: DmaBufStep): readonly Transition[] {
  const { before, after } = step;
  return before.bufs.flatMap((name): readonly Transition[] => {
    const [was, is] = [before.buf(name)!, after.buf(name)];
    if (is === null || was.state === 'ORPHANED') return [];
    const { attachments } = was;
    const told = tellings(step, name);
    if (was.state === 'LIVE') {
      if (is.state !== 'LIVE') return [{ name, kind: 'revoke', attachments, told }];
      if (told.length === 0) return [];
      const cut = attachments.length;
      return [
        { name, kind: 'revoke', attachments, told: told.slice(0, cut) },
        { name, kind: 'restore', attachments, told: told.slice(cut) },
      ];
    }
    // A restore that waited told importers in an earlier step.
    const waited = before.waiting.some((call) => call.for === 'fences' && call.buf === name);
    return is.state === 'LIVE' && !waited ? [{ name, kind: 'restore', attachments, told }] : [];
  });
}
