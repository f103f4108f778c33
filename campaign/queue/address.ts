import { CampaignError } from '../campaign-error';

/** Where a Redis listens, and how to be let in. */
export interface QueueAddress {
  readonly host: string;
  readonly port: number;
  /** Number of the database. */
  readonly db: number;
  readonly username?: string;
  readonly password?: string;
  /** Present for `rediss:`. */
  readonly tls?: Record<string, never>;
  /** The address without its password, for messages. */
  readonly text: string;
}

const DEFAULT_PORT = 6379;

/** Reads `redis://[user:password@]host[:port][/db]`, or `rediss://` for TLS. Throws CampaignError. */
export function parseAddress(url: string): QueueAddress {
  const parsed = URL.canParse(url) ? new URL(url) : null;
  const db = parsed === null ? '' : parsed.pathname.replace(/^\/?/, '');
  if (parsed === null || !/^rediss?:$/.test(parsed.protocol) || parsed.hostname === '' || !/^\d{0,4}$/.test(db)) {
    throw new CampaignError(`--queue wants an address like redis://host:6379/0, not ${JSON.stringify(url)}`, 64);
  }
  const { protocol, hostname, port, username, password } = parsed;
  const host = hostname.replace(/^\[(.*)\]$/, '$1');
  return {
    host,
    port: port === '' ? DEFAULT_PORT : Number(port),
    db: Number(db),
    ...(username === '' ? {} : { username: decodeURIComponent(username) }),
    ...(password === '' ? {} : { password: decodeURIComponent(password) }),
    ...(protocol === 'rediss:' ? { tls: {} } : {}),
    text: `${protocol}//${hostname}:${port === '' ? DEFAULT_PORT : port}/${Number(db)}`,
  };
}
