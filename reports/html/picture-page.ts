import type { TracePicture } from '../../model/vocabulary/picture';
import { headingOf } from '../picture/picture';
import { textElement } from '../picture/svg';
import { htmlDocument } from './document';
import { pictureFigure } from './picture-figure';

/** The picture of one trace as a page of its own. */
export function picturePage(picture: TracePicture): string {
  const { subject, machine, config, reason } = picture;
  return htmlDocument(
    headingOf(picture),
    [
      textElement('h1', {}, headingOf(picture)),
      textElement('p', { class: 'bad' }, reason),
      textElement('p', { class: 'dim' }, `${subject}, ${machine}: ${config}`),
      pictureFigure(picture),
    ].join('\n'),
  );
}
