import { SaxesParser } from 'saxes';

/** An element as a reader of XML 1.0 gets it. */
export interface ReadElement {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly children: readonly ReadElement[];
  /** All character data right below it. */
  readonly text: string;
}

interface OpenElement {
  name: string;
  attributes: Record<string, string>;
  children: OpenElement[];
  text: string;
}

/** Reads a document; throws at the first place where it is not well-formed, forbidden characters included. */
export function parseXml(document: string): ReadElement {
  const parser = new SaxesParser();
  const above: OpenElement = { name: '', attributes: {}, children: [], text: '' };
  const open = [above];
  parser.on('error', (error) => {
    throw error;
  });
  parser.on('opentag', ({ name, attributes }) => {
    const element = { name, attributes: { ...attributes }, children: [], text: '' };
    open.at(-1)!.children.push(element);
    open.push(element);
  });
  parser.on('text', (text) => (open.at(-1)!.text += text));
  parser.on('closetag', () => open.pop());
  parser.write(document).close();
  return above.children[0]!;
}
