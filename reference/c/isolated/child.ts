/**
 * The child process of an isolated subject: loads one library and runs the traces that come in, one reply for each.
 * Arguments: path of the library, bytes by which its address space may grow, process ID of the parent.
 *
 * Everything is synchronous: there is nothing to do but wait for the next trace.
 */
import { readSync, writeSync } from 'node:fs';
import { reasonOf, SubjectError } from '../../subject-error';
import { CLibrary } from '../library';
import { HELLO, HELLO_HEADER, MAGIC, REPLY_FD, REPLY_HEADER, REQUEST_FD, REQUEST_HEADER } from './frames';
import { endWithParent, limitGrowth } from './confine';

function main([path, growth, parent]: readonly string[]): void {
  endWithParent(Number(parent));
  let library: CLibrary;
  try {
    library = new CLibrary(path!);
    hello(true, library.describe() ?? '');
  } catch (error) {
    hello(false, error instanceof SubjectError ? error.message : reasonOf(error));
    return;
  }
  limitGrowth(Number(growth));
  for (let request = readRequest(); request !== null; request = readRequest()) answer(library, request);
}

function hello(usable: boolean, text: string): void {
  const bytes = Buffer.from(text, 'utf8');
  const words = HELLO_HEADER + Math.ceil(bytes.length / 4);
  const frame = new Uint32Array(words);
  frame.set([MAGIC, words, HELLO, usable ? 1 : 0, bytes.length]);
  new Uint8Array(frame.buffer).set(bytes, HELLO_HEADER * 4);
  writeAll(frame);
}

function answer(library: CLibrary, request: Uint32Array): void {
  const config = request.subarray(4, REQUEST_HEADER);
  const result = library.run(config, request.subarray(REQUEST_HEADER), request[3]!, request[2]!);
  const info = library.getInfo(config);
  const header = new Uint32Array(REPLY_HEADER);
  const count = typeof result === 'number' ? 0 : result.length;
  header.set([MAGIC, REPLY_HEADER + count, request[1]!, typeof result === 'number' ? result : count]);
  if (info !== null) {
    header[4] = 1;
    header.set(new Uint32Array(BigUint64Array.of(info.bitmap, info.apertureEnd).buffer), 5);
  }
  writeAll(header);
  if (typeof result !== 'number') writeAll(result);
}

function writeAll(words: Uint32Array): void {
  const bytes = new Uint8Array(words.buffer, words.byteOffset, words.byteLength);
  for (let at = 0; at < bytes.length;) at += writeSync(REPLY_FD, bytes, at, bytes.length - at);
}

function readRequest(): Uint32Array | null {
  const length = readWords(1);
  if (length === null) return null;
  const rest = readWords(length[0]! - 1);
  if (rest === null) return null;
  const request = new Uint32Array(rest.length + 1);
  request.set(rest, 1);
  return request;
}

/** The next `count` words, or null where the parent has closed the pipe. */
function readWords(count: number): Uint32Array | null {
  const bytes = new Uint8Array(count * 4);
  for (let at = 0; at < bytes.length;) {
    const got = readSync(REQUEST_FD, bytes, at, bytes.length - at, null);
    if (got === 0) return null;
    at += got;
  }
  return new Uint32Array(bytes.buffer);
}

main(process.argv.slice(2));
