import fc from 'fast-check';
import { parseXml } from '../tests/support/xml';
import { xmlDocument } from './xml';

test('elements stand on lines of their own, text as it is', () => {
  const text = xmlDocument({
    name: 'a',
    attributes: { id: 'x', n: 3 },
    children: [{ name: 'b' }, { name: 'c', text: 'one\n  two' }],
  });
  expect(text).toBe('<?xml version="1.0" encoding="UTF-8"?>\n<a id="x" n="3">\n  <b/>\n  <c>one\n  two</c>\n</a>\n');
});

test.each([
  ['markup', '<b> & "c" \'d\' ]]>', '<b> & "c" \'d\' ]]>'],
  ['white space', 'a\tb\nc\rd', 'a\tb\nc\rd'],
  ['a colour of the terminal', '\x1b[31mred', '\\u001b[31mred'],
  ['control characters of both sets', '\0\x08\x0b\x7f\x85\x9f', '\\u0000\\u0008\\u000b\\u007f\\u0085\\u009f'],
  ['half a surrogate pair', 'a\ud800b\udc00', 'a\\ud800b\\udc00'],
  ['a whole one', '\u{1f4a5}', '\u{1f4a5}'],
  ['non-characters', '\ufffe\uffff', '\\ufffe\\uffff'],
])('%s: a reader gets back what was written, in text and in an attribute', (_, written, read) => {
  const root = parseXml(xmlDocument({ name: 'a', attributes: { id: written }, text: written }));
  expect(root).toMatchObject({ attributes: { id: read }, text: read });
});

test('whatever the text is, a strict reader takes the document', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), fc.string({ unit: 'binary' }), (id, text) => {
      const root = parseXml(xmlDocument({ name: 'a', attributes: { id }, children: [{ name: 'b', text }] }));
      expect(root.children.map(({ name }) => name)).toEqual(['b']);
    }),
  );
});
