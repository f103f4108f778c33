import { createProgress } from './progress';

const record = (isTTY: boolean): { texts: string[]; columns: number; isTTY: boolean; write(text: string): void } => {
  const texts: string[] = [];
  return { texts, columns: 20, isTTY, write: (text) => texts.push(text) };
};

test('a terminal shows one line in place, cut to its width, and loses it at the end', () => {
  const stream = record(true);
  let now = 0;
  const progress = createProgress(stream, () => now);
  progress.update('one');
  progress.update('too soon');
  now = 200;
  progress.update('a line that is longer than the terminal');
  progress.clear();
  expect(stream.texts).toEqual([`\r${'one'.padEnd(19)}`, '\ra line that is lon…', '\r\x1b[K']);
});

test('a log gets a plain line every few seconds, and none of quick work', () => {
  const stream = record(false);
  let now = 0;
  const progress = createProgress(stream, () => now);
  progress.update('one');
  now = 6000;
  progress.update('two');
  progress.update('three');
  progress.clear();
  expect(stream.texts).toEqual(['two\n']);
});
