import { attributeText, characterData } from '../xml';

/** A small writer of SVG: elements as text, everything from outside escaped here and nowhere else. */

/** Text that is SVG already. */
export type Svg = string & { readonly svg?: never };

type Attributes = Readonly<Record<string, string | number | undefined>>;

/** Numbers with one decimal at most, so that a picture is the same on every machine and small. */
const valueText = (value: string | number): string =>
  typeof value === 'number' ? String(Math.round(value * 10) / 10) : attributeText(value);

const attributesText = (attributes: Attributes): string =>
  Object.entries(attributes)
    .map(([name, value]) => (value === undefined ? '' : ` ${name}="${valueText(value)}"`))
    .join('');

/** One element around others. */
export const element = (name: string, attributes: Attributes, ...children: readonly Svg[]): Svg =>
  children.length === 0
    ? `<${name}${attributesText(attributes)}/>`
    : `<${name}${attributesText(attributes)}>${children.join('')}</${name}>`;

/** An element around plain text. */
export const textElement = (name: string, attributes: Attributes, text: string): Svg =>
  `<${name}${attributesText(attributes)}>${characterData(text)}</${name}>`;

/** A line of text with its baseline at (x, y). `end` and `middle` anchor it there. */
export const words = (x: number, y: number, text: string, look = '', anchor?: 'middle' | 'end'): Svg =>
  textElement('text', { x, y, class: look === '' ? undefined : look, 'text-anchor': anchor }, text);

/** A rectangle of a class. */
export const box = (x: number, y: number, width: number, height: number, look: string, tip?: string): Svg =>
  element('rect', { x, y, width, height, class: look }, ...(tip === undefined ? [] : [textElement('title', {}, tip)]));

/** A line of a class. */
export const line = (x1: number, y1: number, x2: number, y2: number, look: string): Svg =>
  element('line', { x1, y1, x2, y2, class: look });

/** A closed shape through points [x, y]. */
export const shape = (points: readonly (readonly [number, number])[], look: string): Svg =>
  element('path', { d: `M${points.map(([x, y]) => `${valueText(x)} ${valueText(y)}`).join('L')}Z`, class: look });

/** Width of `text` in the fixed-width font of the pictures at `size` px. */
export const monoWidth = (text: string, size: number): number => text.length * size * 0.61;
