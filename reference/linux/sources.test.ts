import { deb822Sources, lineSources } from './apt';
import { newestSeries } from './sources';

test('the newest series is the highest by number, and not older than today’s generic_pt', () => {
  expect(newestSeries(['6.12', '7.2', '7.10', '7.9'])).toBe('7.10');
  expect(newestSeries(['6.19', '7.1'])).toBeNull();
  expect(newestSeries([])).toBeNull();
});

test('reads apt sources in paragraphs', () => {
  const text = `# comment
Types: deb
URIs: http://mirror.example/debian
Suites: bookworm bookworm-updates
Components: main
Signed-By: /usr/share/keyrings/debian-archive-keyring.gpg

Types: deb-src
URIs: http://mirror.example/debian
Suites: bookworm

Enabled: no
Types: deb
URIs: http://off.example/debian
Suites: bookworm`;
  expect(deb822Sources(text)).toEqual([
    {
      uri: 'http://mirror.example/debian',
      suites: ['bookworm', 'bookworm-updates'],
      components: ['main'],
      signedBy: '/usr/share/keyrings/debian-archive-keyring.gpg',
    },
  ]);
});

test('reads apt sources in lines', () => {
  const text = `# deb http://no.example/debian bookworm main
deb [arch=amd64 signed-by=/k.gpg] http://mirror.example/debian bookworm main contrib
deb-src http://mirror.example/debian bookworm main
deb http://plain.example/debian stable main`;
  expect(lineSources(text)).toEqual([
    { uri: 'http://mirror.example/debian', suites: ['bookworm'], components: ['main', 'contrib'], signedBy: '/k.gpg' },
    { uri: 'http://plain.example/debian', suites: ['stable'], components: ['main'], signedBy: null },
  ]);
});
