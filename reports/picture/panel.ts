import { element, textElement, words, type Svg } from './svg';

/** One part of a picture, with its own coordinates from (0, 0). Panels stand side by side or below each other. */
export interface Panel {
  readonly width: number;
  readonly height: number;
  readonly body: Svg;
  readonly title: string;
  /** What a person who cannot see it would want to be told. */
  readonly description: string;
}

/** Width of panels, in px at full size: a telephone shows one, a desktop two or three side by side. */
export const PANEL_WIDTH = 420;
/** Where a panel's content begins, below its title. */
export const PANEL_TOP = 34;

/** A panel with its title. */
export const panel = (
  title: string,
  description: string,
  height: number,
  body: readonly Svg[],
  width = PANEL_WIDTH,
): Panel => ({
  width,
  height,
  title,
  description,
  body: [words(0, 16, title, 'heading'), ...body].join(''),
});

/** A panel as an SVG of its own that shrinks with the page. */
export const panelSvg = ({ width, height, body, title, description }: Panel): Svg =>
  element(
    'svg',
    {
      class: 'panel',
      viewBox: `-2 0 ${width + 4} ${Math.ceil(height)}`,
      width: width + 4,
      height: Math.ceil(height),
      role: 'img',
      xmlns: 'http://www.w3.org/2000/svg',
    },
    textElement('title', {}, title),
    textElement('desc', {}, description),
    body,
  );
