/** An element as data; one that has children has no text. */
export interface XmlElement {
  readonly name: string;
  readonly attributes?: Readonly<Record<string, string | number>>;
  readonly children?: readonly XmlElement[];
  readonly text?: string;
}

/** A document of XML 1.0: one element per line, children indented; text stands as it is. */
export const xmlDocument = (root: XmlElement): string =>
  `<?xml version="1.0" encoding="UTF-8"?>\n${elementText(root, '')}\n`;

function elementText({ name, attributes = {}, children = [], text = '' }: XmlElement, indent: string): string {
  const written = Object.entries(attributes).map(([key, value]) => ` ${key}="${attributeText(String(value))}"`);
  const open = `${indent}<${name}${written.join('')}`;
  if (children.length > 0) {
    const inside = children.map((child) => elementText(child, `${indent}  `));
    return [`${open}>`, ...inside, `${indent}</${name}>`].join('\n');
  }
  return text === '' ? `${open}/>` : `${open}>${characterData(text)}</${name}>`;
}

const ENTITIES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };

/**
 * Text between tags. A reader turns a bare carriage return into a line feed (XML 1.0, 2.11), so that it is written as a
 * reference; `>` is escaped because of `]]>`.
 */
export const characterData = (text: string): string =>
  visible(text)
    .replace(/[&<>]/g, (c) => ENTITIES[c]!)
    .replace(/\r/g, '&#13;');

/** The value of an attribute, where a reader turns every bare white space into a blank (XML 1.0, 3.3.3). */
export const attributeText = (text: string): string =>
  visible(text)
    .replace(/[&<>"]/g, (c) => ENTITIES[c]!)
    .replace(/[\t\n\r]/g, (c) => `&#${c.charCodeAt(0)};`);

/**
 * What no XML 1.0 document can hold, not even as a reference (2.2: most control characters, halves of surrogate pairs,
 * two non-characters), spelled out; so are the other control characters, which would act on a terminal. Subjects are
 * hostile: their messages may contain anything.
 */
const visible = (text: string): string =>
  text.replace(/[\p{Cc}\p{Cs}\ufffe\uffff]/gu, (c) =>
    c === '\t' || c === '\n' || c === '\r' ? c : `\\u${c.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
