import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Browser } from 'playwright-core';
import { renderCampaignReport } from '../campaign/html';
import { browserPath, lookAt, startBrowser } from '../testing/browser';
import { CAMPAIGN, CAMPAIGN_FINDING } from '../testing/campaign';
import { REQUEST_PICTURE, TABLE_PICTURE } from '../testing/picture';
import { MIXED, runOf } from '../testing/run';
import { FINDING } from '../testing/samples';
import { picturePage } from './picture-page';
import { verdictPage } from './verdict-page';

const path = browserPath();
/** Without a browser there is nothing to look with; CI installs one. */
const describeWithBrowser = path === null ? describe.skip : describe;
const reason = path === null ? ' (not run: no chromium on this machine)' : '';

const SAMPLE = join(__dirname, '..', '..', 'docs', 'sample-report', 'report.html');

const HOSTILE = '</title><script>console.error("ran")</script><img src=x onerror="console.error(1)">';

const PAGES: Readonly<Record<string, string>> = {
  campaign: renderCampaignReport(CAMPAIGN, new Map([[CAMPAIGN_FINDING.key, TABLE_PICTURE]])),
  verdict: verdictPage(runOf(MIXED), new Map([[FINDING, TABLE_PICTURE]])),
  picture: picturePage(REQUEST_PICTURE),
  hostile: picturePage({ ...TABLE_PICTURE, title: HOSTILE, reason: HOSTILE, ops: [{ index: 0, text: HOSTILE }] }),
};

/** Pictures and plots that a reader sees before touching anything. */
const SHOWN: Readonly<Record<string, number>> = { campaign: 4 + 4 + 2, verdict: 4, picture: 3, hostile: 4 };

describeWithBrowser(`a page in a browser${reason}`, () => {
  const folder = mkdtempSync(join(tmpdir(), 'pages-'));
  let browser: Browser;

  beforeAll(async () => {
    for (const [name, html] of Object.entries(PAGES)) writeFileSync(join(folder, `${name}.html`), html);
    browser = await startBrowser(path!);
  });

  afterAll(async () => {
    await browser.close();
    rmSync(folder, { recursive: true });
  });

  const cases = Object.keys(PAGES).flatMap((name) => [[name, 1400, 'light'] as const, [name, 380, 'dark'] as const]);

  it('the sample report, on a telephone', async () => {
    const look = await lookAt(browser, pathToFileURL(SAMPLE).href, 380, 'light');
    expect(look.complaints).toEqual([]);
    expect(look.overflow).toBe(0);
    expect(look.pictures.length).toBeGreaterThan(20);
    expect(Math.min(...look.pictures.map(({ leastText }) => leastText))).toBeGreaterThan(7);
  });

  it.each(cases)('%s, %i px wide, %s', async (name, width, scheme) => {
    const look = await lookAt(browser, pathToFileURL(join(folder, `${name}.html`)).href, width, scheme);
    expect(look.complaints).toEqual([]);
    expect(look.overflow).toBe(0);
    expect(look.ground).toBe(scheme === 'light' ? 'rgb(255, 255, 255)' : 'rgb(15, 20, 25)');
    expect(look.pictures).toHaveLength(SHOWN[name]!);
    for (const picture of look.pictures) {
      expect(picture.width).toBeGreaterThan(300);
      expect(picture.height).toBeGreaterThan(60);
      // Small, but read without a glass.
      expect(picture.leastText).toBeGreaterThan(7.5);
    }
  });
});
