import type { Page } from './page';
import { lines, widest, wrap } from './text';

/** A subject that can be put on the stand, or the reason why not here. */
export interface SubjectRow {
  readonly name: string;
  readonly what: string;
  readonly available: boolean;
  readonly reason?: string;
}

export function subjectList(rows: readonly SubjectRow[], page: Page): string {
  const nameWidth = widest(rows.map(({ name }) => name)) + 2;
  return lines(
    ...rows.map(({ name, what, available, reason }) => {
      const text = available ? what : `not available: ${reason ?? 'no reason given'}`;
      const line = name.padEnd(nameWidth) + wrap(text, page.width, ' '.repeat(nameWidth)).trimStart();
      return available ? line : page.colors.dim(line);
    }),
  );
}

/** An open question with the positions that one can take. */
export interface AssumptionRow {
  readonly name: string;
  readonly question: string;
  readonly positions: readonly { readonly name: string; readonly evidence: string }[];
  readonly default: string;
  /** Other names of the same question. */
  readonly aliases?: readonly string[];
  /** Why no trace can tell the positions apart, if none can. */
  readonly notModelled?: string | null;
}

export function assumptionList(rows: readonly AssumptionRow[], page: Page): string {
  return lines(
    ...rows.flatMap((row, i) => [
      ...(i > 0 ? [''] : []),
      page.colors.bold(row.name) + (row.aliases?.length ? ` (also ${row.aliases.join(', ')})` : ''),
      wrap(row.question, page.width, '  '),
      ...row.positions.map(({ name, evidence }) =>
        wrap(`${name === row.default ? '*' : '-'} ${name}: ${evidence}`, page.width, '    '),
      ),
      ...(row.notModelled ? [wrap(`not modelled: ${row.notModelled}`, page.width, '    ')] : []),
    ]),
    '',
    wrap('* is the default; --assume NAME=position takes another, --profile NAME chooses for all', page.width),
  );
}

/** The profiles, each with what it is for. */
export const profileList = (rows: readonly { readonly name: string; readonly reason: string }[], page: Page): string =>
  lines(page.colors.bold('Profiles'), ...rows.map(({ name, reason }) => wrap(`${name}: ${reason}`, page.width, '  ')));
