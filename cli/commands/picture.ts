import { extname } from 'node:path';
import { allRules } from '../../properties/page-table/catalogue';
import { Inspector } from '../../properties/page-table/inspect';
import type { TracePicture } from '../../model/vocabulary/picture';
import { picturePage } from '../../reports/html/picture-page';
import { pictureSvg } from '../../reports/picture/picture';
import { ExitCode } from '../exit-code';
import { UsageError } from '../failure';
import { readText, subjectFor, traceIn, writeText } from '../files';
import { positiveInteger } from '../options';
import { pageTablePicture } from '../picture/page-table';
import { standOfTrace } from '../plain/replay';
import { picturePlain } from '../plain/picture';
import { onStand } from '../stand';
import type { AddCommand } from './command';

interface PictureFlags {
  readonly subject?: string;
  readonly out?: string;
  readonly columns: number;
  readonly inProcess?: true;
}

/** How a picture is written, by the name of the file. */
const RENDERERS: Readonly<Record<string, (picture: TracePicture, columns: 1 | 2) => string>> = {
  '.svg': pictureSvg,
  '.html': picturePage,
};

/** `picture <trace>`: run one trace again and draw what breaks. */
export const addPicture: AddCommand = (program, door, end) => {
  program
    .command('picture')
    .description('run one trace again and draw what it breaks: addresses, tables, entries bit by bit, the RMP')
    .argument('<trace>', 'a trace file')
    .option('--subject <name>', 'run it on another subject than the one that the file names')
    .option('--out <file>', 'where to write it: .svg, or .html, which fits any width (default: <trace>.svg)')
    .option('--columns <n>', 'columns of an SVG: 1 or 2', positiveInteger, 2)
    .option('--in-process', 'load a C library into this process')
    .action((path: string, flags: PictureFlags) => {
      const out = flags.out ?? path.replace(/(\.json)?$/, '.svg');
      const render = RENDERERS[extname(out)];
      if (render === undefined) throw new UsageError(`--out ${out}: name a file that ends in .svg or .html`);
      const columns = flags.columns;
      if (columns !== 1 && columns !== 2) throw new UsageError('--columns: say 1 or 2');
      const finish = (picture: TracePicture): void => {
        const written = writeText(out, render(picture, columns), 'choose another file with --out');
        door.print(`${picture.reason}\n${written}`);
        end(ExitCode.held);
      };
      const text = readText(path, 'trace file');
      const stand = standOfTrace(text);
      if (stand !== null) return finish(picturePlain(stand, text, path, flags.subject));
      const file = traceIn(text, path);
      return onStand(subjectFor(file, path, flags.subject), flags, async (subject) => {
        const inspection = await new Inspector(subject, allRules()).inspect(file.trace, 'all');
        const { breaches } = inspection;
        const breach = breaches.find(({ rule }) => rule !== null && rule.id === file.rule) ?? breaches[0];
        finish(
          pageTablePicture(file.trace, inspection, {
            subject: subject.capabilities.name,
            rule: breach?.rule ?? null,
            at: breach?.at ?? file.trace.ops.length,
            reason: breach?.reason ?? 'breaks no rule, and does what the model expects',
          }),
        );
      });
    });
};
