/** Small tools for text of a fixed width. All lengths count characters without colour codes: pad first, paint after. */

/** `text` in `width` characters; a longer one ends in `…`, at a word where one ends near. */
export function cut(text: string, width: number): string {
  if (text.length <= width) return text.padEnd(width);
  const room = text.slice(0, width - 1);
  const space = room.lastIndexOf(' ');
  return `${space > width * 0.75 ? room.slice(0, space) : room}…`.padEnd(width);
}

/** Lines of at most `width` characters, each after `indent`; words longer than a line stay whole. */
export function wrap(text: string, width: number, indent = ''): string {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(/\s+/)) {
    if (line !== '' && indent.length + line.length + 1 + word.length > width) {
      lines.push(indent + line);
      line = word;
    } else {
      line = line === '' ? word : `${line} ${word}`;
    }
  }
  lines.push(indent + line);
  return lines.join('\n');
}

/** 1234567 → `1,234,567`. */
export const count = (n: number): string =>
  Math.round(n)
    .toString()
    .replace(/\B(?=(\d{3})+$)/g, ',');

/** `1 case`, `2 cases`. */
export const plural = (n: number, noun: string): string => `${count(n)} ${noun}${n === 1 ? '' : 's'}`;

/** 0.634 → `63 %`. */
export const percent = (share: number): string => `${Math.round(share * 100)} %`;

/** Seconds in a reader's words: `0.4 s`, `12 s`, `3 min 20 s`, `7 h 5 min`. */
export function duration(seconds: number): string {
  if (seconds < 10) return `${seconds.toFixed(1)} s`;
  if (seconds < 120) return `${Math.round(seconds)} s`;
  const whole = Math.round(seconds);
  if (whole < 7200) return `${Math.floor(whole / 60)} min ${whole % 60} s`;
  return `${Math.floor(whole / 3600)} h ${Math.floor((whole % 3600) / 60)} min`;
}

/** Widest of `texts`, at least `least`. */
export const widest = (texts: readonly string[], least = 0): number =>
  texts.reduce((max, text) => Math.max(max, text.length), least);

/** Lines without trailing blanks, as they go to a terminal or a file. */
export const lines = (...parts: readonly string[]): string => parts.map((part) => part.trimEnd()).join('\n');

const SIZE_UNITS = ['bytes', 'KiB', 'MiB', 'GiB', 'TiB', 'PiB', 'EiB'];

/** A power of two in bytes: 16 → `64 KiB`. */
export const size = (lg: number): string => `${2 ** (lg % 10)} ${SIZE_UNITS[Math.floor(lg / 10)]}`;
