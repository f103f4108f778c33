import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Task } from './task';
import { ThreadCrew } from './thread-crew';

const folder = mkdtempSync(join(tmpdir(), 'crew-'));
afterAll(() => rmSync(folder, { recursive: true }));

/** A worker in few lines that speaks the protocol: `task` is what it does with a task, `known` the epochs it was told of. */
function worker(name: string, task: string): string {
  const path = join(folder, `${name}.js`);
  writeFileSync(
    path,
    `const { parentPort, workerData } = require('node:worker_threads');
    const { existsSync, writeFileSync } = require('node:fs');
    const known = [];
    const say = (message) => parentPort.postMessage(message);
    parentPort.on('message', (message) => {
      if (message.kind === 'begin') known.push(message.update.epoch);
      if (message.kind === 'close') parentPort.close();
      if (message.kind === 'task') (${task})(message.task);
    });
    say({ kind: 'ready', info: { machine: 'none' } });`,
  );
  return path;
}

const update = (epoch: number) => ({
  epoch,
  corpus: { added: [], removed: [], energies: new Float64Array() },
  learned: new Int32Array(),
});
const shard = (first: number): Task => ({ kind: 'shard', epoch: 1, first, count: 4 });

test('tasks go to free workers; all of them know the epoch', async () => {
  const file = worker(
    'good',
    "(task) => say({ kind: 'done', result: { kind: 'stale', deviations: [task.first, known] } })",
  );
  const crew = await ThreadCrew.start(file, null, 2);
  crew.begin(update(1), () => update(1));
  const answers = await Promise.all([4, 8, 12].map((first) => crew.run(shard(first))));
  expect(answers.map((answer) => answer.kind === 'stale' && answer.deviations)).toEqual([
    [4, [1]],
    [8, [1]],
    [12, [1]],
  ]);
  await crew.close();
  expect(crew.lost).toBe(0);
});

test('a worker that dies is replaced, told what it must know, and its task done again', async () => {
  const mark = join(folder, 'died');
  const file = worker(
    'mortal',
    `() => {
      if (!existsSync(workerData)) { writeFileSync(workerData, ''); process.exit(3); }
      say({ kind: 'done', result: { kind: 'stale', deviations: known } });
    }`,
  );
  const crew = await ThreadCrew.start(file, mark, 1);
  crew.begin(update(1), () => update(7));
  expect(await crew.run(shard(0))).toEqual({ kind: 'stale', deviations: [7] });
  expect(existsSync(mark)).toBe(true);
  expect([crew.lost, crew.size]).toEqual([1, 1]);
  await crew.close();
});

test('a task that kills every worker ends the campaign in one line', async () => {
  const crew = await ThreadCrew.start(worker('doomed', '() => process.exit(3)'), null, 1);
  crew.begin(update(1), () => update(1));
  await expect(crew.run(shard(32))).rejects.toMatchObject({
    message: expect.stringMatching(/^cases 32 to 35 cost 3 workers: /),
    exitCode: 70,
  });
  await crew.close();
});

test('a fault keeps its message and its exit code', async () => {
  const file = worker(
    'faulty',
    "() => say({ kind: 'fault', message: 'no such library', stack: 'here', exitCode: 64 })",
  );
  const crew = await ThreadCrew.start(file, null, 1);
  await expect(crew.run(shard(0))).rejects.toMatchObject({ message: 'no such library', exitCode: 64 });
  await crew.close();
});
