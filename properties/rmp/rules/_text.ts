import type { RmpEntry, SpaPage } from '../../../model/vocabulary/rmp/entry';
import { ErrorBit, type RmpOutcome } from '../../../model/vocabulary/rmp/outcome';
import type { RmpStep } from '../rule';
import { changesOf } from './_changes';

const hex = (value: number): string => `0x${value.toString(16)}`;

/** Byte address of a page. */
export const pageText = (page: SpaPage): string => hex(page * 4096);

const ERROR_NAMES = Object.entries(ErrorBit).map(([name, bit]) => ({ name: name.toUpperCase(), unit: 2 ** bit }));

/** Bit `bit` of an error code, which has more than 32. */
export const hasErrorBit = (errorCode: number, bit: number): boolean => Math.floor(errorCode / 2 ** bit) % 2 === 1;

function errorText(errorCode: number): string {
  if (errorCode === 0) return '';
  const names = ERROR_NAMES.filter(({ unit }) => Math.floor(errorCode / unit) % 2 === 1).map(({ name }) => name);
  return ` ${hex(errorCode)} (${names.join(' ')})`;
}

/** An outcome in words: fault with error code, or code. */
export function outcomeText({ fault, code, errorCode, carry }: RmpOutcome): string {
  if (fault !== null) return `${fault}${errorText(errorCode)}`;
  if (code < 0) return 'it passes';
  return `code ${hex(code)}${carry ? ' with CF' : ''}`;
}

/** An entry in words. */
export function entryText(entry: RmpEntry | null): string {
  if (entry === null) return 'no entry';
  const { assigned, size, immutable, asid, gpa, vmsa, validated, masks } = entry;
  const flags = [
    assigned ? 'assigned' : 'unassigned',
    size === 1 ? '2M' : '4K',
    ...(immutable ? ['immutable'] : []),
    ...(validated ? ['validated'] : []),
    ...(vmsa ? ['VMSA'] : []),
  ];
  return `${flags.join(' ')}, ASID ${asid}, GPA ${pageText(gpa)}, masks ${masks.map(hex).join(' ')}`;
}

/** What an op changed, in words: the first thing of each kind. */
export function changeText(step: RmpStep): string {
  const { entries, counts, writers, switches } = changesOf(step);
  const { before, after } = step;
  const [page] = entries;
  if (page !== undefined) {
    const more = entries.length > 1 ? ` and ${entries.length - 1} more` : '';
    return `entry of ${pageText(page)}${more}: ${entryText(before.own(page))} → ${entryText(after.own(page))}`;
  }
  const [base] = counts;
  if (base !== undefined) {
    return `sub-page count of ${pageText(base)}: ${before.subCount(base)} → ${after.subCount(base)}`;
  }
  const [written] = writers;
  if (written !== undefined) return `last writer of ${pageText(written)}: '${after.ghost(written).writer}'`;
  return switches ? 'a check was switched' : 'nothing changed';
}
