import { plainPage } from '../page';
import { HEAD, sampleAt } from '../testing/campaign';
import { renderStatus, statusLine } from './status';

const status = (width = 80): string => renderStatus(HEAD, sampleAt(90), plainPage(width));

describe('live status', () => {
  it('at 80 columns looks like this', () => {
    expect(status()).toMatchSnapshot();
  });

  it.each([60, 80, 160])('has no line wider than %i columns', (width) => {
    for (const line of status(width).split('\n')) expect(line.length).toBeLessThanOrEqual(width);
  });

  it('has as many lines at any moment, so that a terminal can write over them', () => {
    const lines = (minutes: number): number => renderStatus(HEAD, sampleAt(minutes), plainPage(80)).split('\n').length;
    expect(new Set([1, 10, 480, 100_000].map(lines)).size).toBe(1);
  });

  it('tells what is left of each limit', () => {
    const limits = { seconds: null, cases: 10_000_000, plateauSeconds: 1800 };
    const text = renderStatus({ ...HEAD, limits }, sampleAt(10), plainPage(160));
    expect(text).toContain('9,280,000 cases left, plateau in 29 min 50 s if nothing new comes');
  });

  it('says of cases that differed when run again that they did', () => {
    const text = renderStatus(HEAD, { ...sampleAt(10), unstable: 3 }, plainPage(80));
    expect(text).toContain('3 of 7,000 cases differed when run again');
  });

  it('is one plain line without a terminal', () => {
    expect(statusLine(sampleAt(90))).toBe(
      '90 min 0 s, 6,480,000 cases, 1,206 cases/s, 120,000 ops/s, 8,901 behaviours (+10), rules 118/120, goals 38/40, ' +
        'corpus 2,473, findings 1 (+2 known), 4 workers (1 lost and replaced), 300 MiB',
    );
  });
});
