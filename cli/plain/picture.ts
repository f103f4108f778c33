import type { TracePicture } from '../../model/vocabulary/picture';
import { UsageError } from '../failure';
import { oneOf } from '../one-of';
import { titleOf, type PictureSubject } from '../picture/page-table';
import type { AnyPlainTrace, PlainStand } from './plain-stand';

/** The picture of a trace of a plain machine on one of its subjects. */
export function plainPicture(stand: PlainStand, trace: AnyPlainTrace, what: PictureSubject): TracePicture {
  const { states, ...drawn } = stand.picture(trace, what.subject, what.at);
  return {
    machine: stand.machine,
    subject: what.subject,
    rule: what.rule?.id ?? null,
    title: titleOf(what.rule),
    reason: what.reason,
    config: stand.telling.describeConfig(trace),
    hasExpected: stand.hasModel,
    ...drawn,
    ops: trace.ops.map((op, index) => {
      const state = states[index] ?? null;
      return { index, text: stand.telling.describeOp(op), ...(state === null ? {} : { state }) };
    }),
    breaking: what.at,
  };
}

/** Runs the trace in `text` on `asked`, or on the subject that it names, and draws the first thing that it breaks. */
export function picturePlain(stand: PlainStand, text: string, path: string, asked: string | undefined): TracePicture {
  const { subject: named, ...trace } = stand.parse(JSON.parse(text), path);
  const wanted = asked ?? named;
  if (wanted === undefined) throw new UsageError(`${path} names no subject; say which with --subject <name>`);
  const names = [...stand.subjects, ...stand.exhibits().map(({ name }) => `exhibit:${name}`)];
  const subject = oneOf(`subject of the ${stand.machine} machine`, wanted, names, '`iommu-conformance subjects`');
  const [breach] = stand.replay(trace, subject).breaches;
  return plainPicture(stand, trace, {
    subject,
    rule: breach?.rule ?? null,
    at: breach?.at ?? trace.ops.length,
    reason: breach?.reason ?? 'breaks no rule, and does what the model expects',
  });
}
