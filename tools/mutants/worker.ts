import { parentPort, workerData } from 'node:worker_threads';
import { judge, type Fate } from './judge';
import { loadWith, type InBoxModule } from './load';
import { applyMutant, type Mutant } from './mutant';
import { drawStands, type StandOptions } from './stand';
import type { Sources } from './targets';

/** What a worker is started with. */
export interface WorkerSetup extends StandOptions {
  readonly sources: Sources;
  /** Goes up by one with every run of a trace, so that a mutant that loops is told from one that works. */
  readonly beat: Int32Array;
}

/** What a worker says of a mutant: that it has begun, then how it ended. `failure`: the judge itself threw. */
export type Answer = { readonly started: true } | { readonly fate: Fate } | { readonly failure: string };

const { sources, beat, ...options } = workerData as WorkerSetup;
const stands = drawStands(options);

function load(mutant: Mutant): InBoxModule | Error {
  try {
    return loadWith(mutant.file, applyMutant(sources[mutant.file]!, mutant));
  } catch (error) {
    return error as Error;
  }
}

async function fateOf(mutant: Mutant): Promise<Fate> {
  const inBox = load(mutant);
  if (inBox instanceof Error) return { end: 'crashed', rules: [], note: `while it loaded: ${inBox.message}` };
  return judge(inBox, stands, () => void Atomics.add(beat, 0, 1));
}

parentPort?.on('message', (mutant: Mutant) => {
  const answer = (message: Answer): void => parentPort?.postMessage(message);
  answer({ started: true });
  fateOf(mutant).then(
    (fate) => answer({ fate }),
    (error: unknown) => answer({ failure: error instanceof Error ? (error.stack ?? error.message) : String(error) }),
  );
});
