import type { TracePicture } from '../../model/vocabulary/picture';
import { headingOf, panelsOf } from '../picture/picture';
import { panelSvg } from '../picture/panel';
import { element } from '../picture/svg';

/** A picture for a page: panels that stand side by side where there is room, and below each other where there is none. */
export const pictureFigure = (picture: TracePicture): string =>
  element(
    'div',
    { class: 'picture panels', role: 'group', 'aria-label': headingOf(picture) },
    ...panelsOf(picture).map(panelSvg),
  );
