import { parseAddress } from './address';

test('an address with everything, and one with nothing but a host', () => {
  expect(parseAddress('rediss://me:s%23cret@[::1]:7000/3')).toEqual({
    host: '::1',
    port: 7000,
    db: 3,
    username: 'me',
    password: 's#cret',
    tls: {},
    text: 'rediss://[::1]:7000/3',
  });
  expect(parseAddress('redis://queue')).toEqual({ host: 'queue', port: 6379, db: 0, text: 'redis://queue:6379/0' });
});

test.each(['', 'queue', 'localhost:6379', 'http://queue', 'redis://', 'redis://queue/zero', 'redis://queue/0/1'])(
  '%j is no address',
  (url) => {
    expect(() => parseAddress(url)).toThrow(
      `--queue wants an address like redis://host:6379/0, not ${JSON.stringify(url)}`,
    );
  },
);
