/**
 * The child process of an isolated subject: loads one library and runs the traces that come in, one reply for each.
 * Arguments: path of the library, bytes by which its address space may grow, process ID of the parent.
 *
 * Everything is synchronous: there is nothing to do but wait for the next trace.
 */
import { writevSync } from 'node:fs';
import { reasonOf, SubjectError, SubjectExit } from '../../subject-error';
import { CLibrary } from '../library';
import { HELLO, HELLO_HEADER, MAGIC, REPLY_FD, REPLY_HEADER, REQUEST_FD, REQUEST_HEADER } from './frames';
import { endWithParent, limitGrowth } from './confine';
import { RequestReader } from './request-reader';

const NOTHING = new Uint32Array(0);

function main([path, growth, parent]: readonly string[]): void {
  endWithParent(Number(parent));
  let library: CLibrary;
  try {
    library = new CLibrary(path!);
    hello(0, library.describe() ?? '');
  } catch (error) {
    if (error instanceof SubjectError) hello(error.exitCode, error.message);
    else hello(SubjectExit.harness, reasonOf(error));
    return;
  }
  limitGrowth(Number(growth));
  const requests = new RequestReader(REQUEST_FD);
  for (let request = requests.next(); request !== null; request = requests.next()) answer(library, request);
}

/** `fault`: 0, or the exit code of why there is no handshake. */
function hello(fault: number, text: string): void {
  const bytes = Buffer.from(text, 'utf8');
  const words = HELLO_HEADER + Math.ceil(bytes.length / 4);
  const frame = new Uint32Array(words);
  frame.set([MAGIC, words, HELLO, fault, bytes.length]);
  new Uint8Array(frame.buffer).set(bytes, HELLO_HEADER * 4);
  writeAll(frame);
}

function answer(library: CLibrary, request: Uint32Array): void {
  const config = request.subarray(4, REQUEST_HEADER);
  const result = library.run(config, request.subarray(REQUEST_HEADER), request[3]!, request[2]!);
  const info = library.getInfo(config);
  const records = typeof result === 'number' ? NOTHING : result;
  const header = new Uint32Array(REPLY_HEADER);
  header[0] = MAGIC;
  header[1] = REPLY_HEADER + records.length;
  header[2] = request[1]!;
  header[3] = typeof result === 'number' ? result : result.length;
  if (info !== null) {
    header[4] = 1;
    header.set(new Uint32Array(BigUint64Array.of(info.bitmap, info.apertureEnd).buffer), 5);
  }
  writeAll(header, records);
}

function writeAll(...parts: readonly Uint32Array[]): void {
  let left = parts.map((words) => new Uint8Array(words.buffer, words.byteOffset, words.byteLength));
  while (left.length > 0) left = after(left, writevSync(REPLY_FD, left));
}

/** What is left of `parts` once `written` bytes are gone. */
function after(parts: readonly Uint8Array[], written: number): Uint8Array[] {
  const left: Uint8Array[] = [];
  for (const part of parts) {
    if (part.length > written) left.push(part.subarray(written));
    written = Math.max(0, written - part.length);
  }
  return left;
}

main(process.argv.slice(2));
