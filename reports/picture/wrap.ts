import { wrap } from '../text';

/** Lines of at most `width` characters; unlike `wrap` it breaks words that are longer, for a picture has no margin. */
export function linesOf(text: string, width: number): string[] {
  return wrap(text, width)
    .split('\n')
    .flatMap((line) => line.match(new RegExp(`.{1,${width}}`, 'gu')) ?? ['']);
}
