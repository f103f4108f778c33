import { connect as connectTcp, type Socket } from 'node:net';
import { connect as connectTls } from 'node:tls';
import { CampaignError } from '../campaign-error';
import type { QueueAddress } from './address';

/** Time that a Redis has to answer. */
const ANSWER_MS = 3_000;

/**
 * Asks once whether a Redis is there: the client library would try for ever. A Redis that wants a password counts.
 * Throws CampaignError (as a rejection).
 */
export async function probeRedis({ host, port, tls, text }: QueueAddress): Promise<void> {
  const answer = await new Promise<string>((resolve, reject) => {
    const socket: Socket = tls === undefined ? connectTcp({ host, port }) : connectTls({ host, port });
    const fail = (why: string): void => {
      socket.destroy();
      reject(new CampaignError(`${text} cannot be reached (${why}): start a Redis there, or leave out --queue`, 64));
    };
    socket.setTimeout(ANSWER_MS, () => fail(`no answer within ${ANSWER_MS / 1000} s`));
    socket.on('error', ({ message }) => fail(message));
    socket.on(tls === undefined ? 'connect' : 'secureConnect', () => socket.write('PING\r\n'));
    socket.once('data', (data) => {
      socket.destroy();
      resolve(data.toString('latin1').split('\r\n')[0]!);
    });
  });
  if (/^(\+PONG|-NOAUTH|-NOPERM|-DENIED)/.test(answer)) return;
  throw new CampaignError(`what answers at ${text} is no Redis (it says ${JSON.stringify(answer.slice(0, 40))})`, 64);
}
