import type { Queue } from 'bullmq';
import type { EpochUpdate } from '../crew/task';
import type { StandInfo } from '../stand';
import { pack, unpack } from './pack';

/** Version of everything that a coordinator and its workers write for each other. */
const PROTOCOL = 1;

/** What a campaign says of itself to whoever wants to work for it. */
export interface Announcement {
  readonly protocol: number;
  /** Of this run: a campaign that is resumed has another one. */
  readonly id: string;
  readonly toolVersion: string;
  /** For a StandSpec, packed: how to open the stand. */
  readonly spec: string;
  readonly info: StandInfo;
  /** The campaign has ended: workers may go home. */
  readonly over: boolean;
}

/** A campaign that has not said so for so long is gone; one that ended is remembered for its workers so long. */
const GONE_MS = 6_000;
const REMEMBERED_MS = 30_000;
/** Nothing outlives its campaign by more than a day. */
const FORGOTTEN_MS = 24 * 3_600_000;
/** Epochs after which everything known is put up anew, for workers that join. */
const BASE_EVERY = 32;

/** Everything known before update `number + 1`. */
interface Base {
  readonly number: number;
  readonly update: EpochUpdate;
}

/** What a campaign puts up in Redis for all of its workers: who it is, and what is known. */
export class Board {
  constructor(private readonly queue: Queue) {}

  /** The campaign that is on; null: none, or one that is gone. */
  async read(): Promise<Announcement | null> {
    const text = await (await this.queue.client).get(this.key('campaign'));
    return text === null ? null : unpack<Announcement>(text);
  }

  /** Says that the campaign is on, or over; to be said again before GONE_MS are over. */
  async announce(said: Omit<Announcement, 'protocol'>): Promise<void> {
    const announcement: Announcement = { protocol: PROTOCOL, ...said };
    await (
      await this.queue.client
    ).set(this.key('campaign'), pack(announcement), {
      PX: said.over ? REMEMBERED_MS : GONE_MS,
    });
  }

  /** Puts up update `number`, the first of which is 1 and holds everything. */
  async post(id: string, number: number, update: EpochUpdate, snapshot: () => EpochUpdate): Promise<void> {
    const client = await this.queue.client;
    await client.set(this.updateKey(id, number), pack(update), { PX: FORGOTTEN_MS });
    if (number % BASE_EVERY !== 1) return;
    const base: Base = { number, update: snapshot() };
    await client.set(this.key(`${id}:base`), pack(base), { PX: FORGOTTEN_MS });
    for (let old = Math.max(1, number - 2 * BASE_EVERY); old <= number - BASE_EVERY; old++) {
      await client.del(this.updateKey(id, old));
    }
  }

  /** True while Redis still has what was put up. */
  async remembers(id: string, number: number): Promise<boolean> {
    return (await (await this.queue.client).get(this.updateKey(id, number))) !== null;
  }

  /** Update `number`; null: it is so old that it went. */
  async update(id: string, number: number): Promise<EpochUpdate | null> {
    const text = await (await this.queue.client).get(this.updateKey(id, number));
    return text === null ? null : unpack<EpochUpdate>(text);
  }

  /** Everything known up to some update; null: the campaign is gone. */
  async base(id: string): Promise<Base | null> {
    const text = await (await this.queue.client).get(this.key(`${id}:base`));
    return text === null ? null : unpack<Base>(text);
  }

  /** What is up goes with the campaign. */
  async clear(id: string, last: number): Promise<void> {
    const client = await this.queue.client;
    await client.del(this.key(`${id}:base`));
    for (let old = Math.max(1, last - 2 * BASE_EVERY); old <= last; old++) await client.del(this.updateKey(id, old));
  }

  private key(name: string): string {
    return `${this.queue.opts.prefix ?? ''}:${name}`;
  }

  private updateKey(id: string, number: number): string {
    return this.key(`${id}:update:${number}`);
  }
}

/** Why a worker of `toolVersion` cannot work for the campaign, or null. */
export function misfit({ protocol, toolVersion: wanted }: Announcement, toolVersion: string): string | null {
  if (protocol === PROTOCOL && wanted === toolVersion) return null;
  return `the campaign is run by version ${wanted} (queue ${protocol}), this worker is ${toolVersion} (queue ${PROTOCOL})`;
}
