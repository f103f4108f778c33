import { PATTERNS, PICTURE_STYLE } from '../picture/style';
import { textElement } from '../picture/svg';
import { PAGE_STYLE } from './style';

/**
 * A self-contained page: nothing is loaded from anywhere, no script runs, and the policy says so to the browser.
 * `body` is HTML already.
 */
export const htmlDocument = (title: string, body: string): string =>
  [
    '<!doctype html>',
    '<html lang="en">',
    '<head>',
    '<meta charset="utf-8">',
    `<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; img-src data:">`,
    '<meta name="viewport" content="width=device-width, initial-scale=1">',
    '<meta name="color-scheme" content="light dark">',
    textElement('title', {}, title),
    `<style>${PAGE_STYLE}\n${PICTURE_STYLE}</style>`,
    '</head>',
    '<body>',
    // Patterns of a picture that is folded away would be gone for the others too: they have a place of their own.
    `<svg class="picture patterns" width="0" height="0" aria-hidden="true">${PATTERNS}</svg>`,
    body,
    '</body>',
    '</html>',
    '',
  ].join('\n');
