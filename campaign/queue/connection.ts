import type { Queue } from 'bullmq';
import { CampaignError } from '../campaign-error';
import { parseAddress, type QueueAddress } from './address';
import { probeRedis } from './probe';

/** The queue's name, and what the names of all keys in Redis begin with. */
export const QUEUE = 'tasks';
export const PREFIX = 'iommu-conformance';
/** Events kept for those who listen: each done task's result is in one. */
const EVENTS = 256;

type BullMq = typeof import('bullmq');

/** A Redis that answered, and the library that talks to it. */
export interface Connection {
  readonly bullmq: BullMq;
  readonly address: QueueAddress;
  readonly queue: Queue;
  /** What each further client of BullMQ is made with. */
  readonly options: { readonly connection: object; readonly prefix: string };
  /** Tells a person that something is wrong with the connection: once, not at every attempt to mend it. */
  readonly complain: (error: Error) => void;
  close(): Promise<void>;
}

/** Trouble is told again after so long. */
const PATIENCE_MS = 60_000;
/** Time that Redis is given to say goodbye. */
const CLOSE_MS = 1_000;

/** Loads BullMQ, which nothing else needs, and connects. `note` is told when the connection is lost. Throws CampaignError. */
export async function connectQueue(url: string, note: (line: string) => void): Promise<Connection> {
  const address = parseAddress(url);
  const bullmq = await loadBullMq();
  await probeRedis(address);
  const { text, ...redis } = address;
  const options = { connection: { ...redis, maxRetriesPerRequest: null }, prefix: PREFIX };
  const queue = new bullmq.Queue(QUEUE, { ...options, streams: { events: { maxLen: EVENTS } } });
  let refused: (error: Error) => void = () => undefined;
  const refusal = new Promise<never>((_, reject) => (refused = reject));
  let isIn = false;
  let told = -Infinity;
  const complain = ({ message }: Error): void => {
    if (!isIn || performance.now() - told < PATIENCE_MS) return;
    told = performance.now();
    note(`${text}: ${message}; trying again`);
  };
  queue.on('error', (error) => {
    refused(error);
    complain(error);
  });
  try {
    await Promise.race([queue.waitUntilReady(), refusal]);
  } catch (error) {
    // No use in waiting for the connection to end in good order.
    void queue.disconnect();
    throw new CampaignError(`${text} does not let us in: ${(error as Error).message}`, 64);
  }
  refusal.catch(() => undefined);
  isIn = true;
  const close = async (): Promise<void> => {
    const patience = setTimeout(() => void queue.disconnect(), CLOSE_MS);
    await queue.close();
    clearTimeout(patience);
  };
  return { bullmq, address, queue, options, complain, close };
}

async function loadBullMq(): Promise<BullMq> {
  try {
    return await import('bullmq');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'MODULE_NOT_FOUND') throw error;
    throw new CampaignError('--queue needs the package bullmq, which is not installed: npm install bullmq', 64);
  }
}
