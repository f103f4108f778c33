/** Rules on revoke and restore: dma-mmio.md 1.6. */
import type { Name } from '../../../model/vocabulary/dma-buf/op';
import type { BufView } from '../../../model/vocabulary/dma-buf/view';
import { must, NOT_EXERCISED } from '../../page-table/rule';
import type { DmaBufStep, DmaBufStepRule } from '../rule';
import { EVERY_CALL, isRevoking, REVOKING } from './_device';
import { STEP } from './_rule';
import { tellings, transitionsOf, type Transition } from './_transitions';
import { unfinished } from './_waits';

const SOURCE = 'dma-mmio.md 1.6; Linux vfio_pci_dmabuf.c';
const CALLS = { ...STEP, on: EVERY_CALL } as const;

/** Told with the buffer not revoked at that time. */
const toldTooEarly = (step: DmaBufStep, kind: Transition['kind']): Name | null => {
  for (const { name, told } of transitionsOf(step).filter((transition) => transition.kind === kind)) {
    const event = told.find(({ revoked }) => !revoked);
    if (event !== undefined) return `${event.attachment} of ${name}`;
  }
  return null;
};

const anyTold = (step: DmaBufStep, kind: Transition['kind']): boolean =>
  transitionsOf(step).some((transition) => transition.kind === kind && transition.told.length > 0);

export const BUF_021: DmaBufStepRule = {
  ...CALLS,
  id: 'BUF-021',
  title: 'revoked first, told then',
  statement: 'When a revoke calls an importer back, the buffer is revoked already.',
  source: SOURCE,
  why: 'An importer that maps again at once, as callbacks invite to, would get a mapping that nobody takes away.',
  example: 'The flag is set when the last importer was told.',
  check: (step) => (anyTold(step, 'revoke') ? must(toldTooEarly(step, 'revoke') === null) : NOT_EXERCISED),
  explain: (step) => `${toldTooEarly(step, 'revoke')} was told while the buffer was not revoked`,
};

/** An attachment that was not told once in a transition. */
const miscounted = (step: DmaBufStep): string | null => {
  for (const { name, attachments, told, kind } of transitionsOf(step)) {
    if (kind !== 'revoke') continue;
    for (const attachment of attachments) {
      const times = told.filter((event) => event.attachment === attachment).length;
      if (times !== 1) return `${attachment} of ${name} was told ${times} times`;
    }
  }
  return null;
};

export const BUF_022: DmaBufStepRule = {
  ...CALLS,
  id: 'BUF-022',
  title: 'everybody is told once',
  statement: 'A revoke calls back every attachment of the buffer, each once.',
  source: 'dma-mmio.md 1.6; Linux dma-buf.c',
  why: 'An importer that is not told goes on with DMA into a device in reset.',
  example: 'The callback of the first attachment is called, and the loop ends.',
  check: (step) =>
    transitionsOf(step).some(({ kind, attachments }) => kind === 'revoke' && attachments.length > 0)
      ? must(miscounted(step) === null)
      : NOT_EXERCISED,
  explain: (step) => miscounted(step)!,
};

export const BUF_023: DmaBufStepRule = {
  ...CALLS,
  id: 'BUF-023',
  title: 'a revoke waits',
  statement: 'A revoke goes on only when every fence of the buffer has signalled and every mapping is unmapped.',
  source: `${SOURCE}, since 7.2`,
  why: 'What follows is a reset, or the loss of memory decoding, with DMA of peers under way.',
  example: 'Linux 6.19 tells the importers, and does not wait for what they do.',
  check(step) {
    const found = unfinished(step);
    return found === null ? NOT_EXERCISED : must(found.length === 0);
  },
  explain: (step) => unfinished(step)!.join('; '),
};

/** Buffers that a revoke met revoked, and left so. */
const idle = (step: DmaBufStep): readonly Name[] =>
  step.before.bufs.filter((name) => {
    const [was, is] = [step.before.buf(name)!, step.after.buf(name)];
    const isMet = was.state === 'REVOKED' && is !== null && is.state !== 'LIVE';
    return isMet && was.device === (step.op as { readonly device: number }).device;
  });

const toldAgain = (step: DmaBufStep): string | null => {
  const name = idle(step).find((buf) => tellings(step, buf).length > 0);
  return name === undefined ? null : `${name} was revoked, and its importers are told again`;
};

export const BUF_024: DmaBufStepRule = {
  ...STEP,
  id: 'BUF-024',
  title: 'revoked twice is revoked once',
  statement: 'A revoke of a buffer that is revoked already calls nobody back, and ends.',
  source: SOURCE,
  why: 'References that are put twice underflow: the second revoke waits for ever, or the close does.',
  example: 'The reference of the exporter is put without a look at the flag.',
  on: REVOKING,
  check: (step) =>
    step.outcome.end === 'returned' &&
    isRevoking(step.op, step) &&
    idle(step).length > 0 &&
    step.before.waiting.length === 0
      ? must(toldAgain(step) === null)
      : NOT_EXERCISED,
  explain: (step) => toldAgain(step)!,
};

export const BUF_026: DmaBufStepRule = {
  ...CALLS,
  id: 'BUF-026',
  title: 'a restore tells importers too',
  statement: 'A restore calls back every attachment before the buffer is LIVE again: each finds it revoked.',
  source: SOURCE,
  why: 'A mapping that slipped in would outlive the reset, and point at whatever is there then.',
  example: 'The flag is cleared first.',
  check: (step) =>
    transitionsOf(step).some(({ kind, attachments }) => kind === 'restore' && attachments.length > 0)
      ? must(restoredInSilence(step) === null && toldTooEarly(step, 'restore') === null)
      : NOT_EXERCISED,
  explain: (step) =>
    restoredInSilence(step) ?? `${toldTooEarly(step, 'restore')} was told while the buffer was LIVE already`,
};

const restoredInSilence = (step: DmaBufStep): string | null => {
  for (const { name, kind, attachments, told } of transitionsOf(step)) {
    if (kind !== 'restore') continue;
    const missing = attachments.find((attachment) => !told.some((event) => event.attachment === attachment));
    if (missing !== undefined) return `${name} is LIVE again, and ${missing} was not told`;
  }
  return null;
};

const revived = ({ before, after }: DmaBufStep): Name | undefined =>
  before.bufs.find((name) => {
    const is: BufView | null = after.buf(name);
    return before.buf(name)!.state === 'ORPHANED' && is !== null && is.state !== 'ORPHANED';
  });

export const BUF_027: DmaBufStepRule = {
  ...CALLS,
  id: 'BUF-027',
  title: 'an orphan stays one',
  statement: 'A dma-buf that lost its device never becomes LIVE again.',
  source: 'dma-mmio.md 1.4, 1.7; Linux vfio_pci_core.c',
  why: 'The next user of the device would share it with importers of the last one.',
  example: 'Buffers stay on the list of the device when it is closed.',
  on: [...EVERY_CALL, 'open'],
  check: (step) =>
    step.before.bufs.some((name) => step.before.buf(name)!.state === 'ORPHANED')
      ? must(revived(step) === undefined)
      : NOT_EXERCISED,
  explain: (step) => `${revived(step)} was ORPHANED, and is ${step.after.buf(revived(step)!)!.state}`,
};
