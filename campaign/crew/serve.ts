import { parentPort } from 'node:worker_threads';
import type { Stand } from '../stand';
import type { FromWorker, ToWorker } from './message';
import { Workplace } from './workplace';

/** Serves a campaign in this worker thread: opens the stand, then does one task after the other. */
export async function serveCampaign(open: () => Promise<Stand>, seed: string): Promise<void> {
  const port = parentPort!;
  const say = (message: FromWorker): void => port.postMessage(message);
  const fault = (error: unknown): void => {
    const { message, stack } = error instanceof Error ? error : new Error(String(error));
    const exitCode = (error as { readonly exitCode?: number } | null)?.exitCode ?? null;
    say({ kind: 'fault', message, stack: stack ?? message, exitCode });
  };
  let workplace: Workplace;
  try {
    workplace = new Workplace(await open(), seed);
  } catch (error) {
    fault(error);
    return;
  }
  say({ kind: 'ready', info: workplace.stand.info });
  port.on('message', (message: ToWorker) => {
    switch (message.kind) {
      case 'begin':
        workplace.begin(message.update);
        return;
      case 'task':
        workplace.do(message.task).then((result) => say({ kind: 'done', result }), fault);
        return;
      case 'close':
        void Promise.resolve(workplace.stand.close?.()).finally(() => port.close());
    }
  });
}
