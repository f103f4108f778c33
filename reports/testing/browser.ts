import { existsSync } from 'node:fs';
import { chromium, type Browser, type Page } from 'playwright-core';

/** Where Debian, and the usual installers, put it. */
const PLACES: readonly string[] = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];

/** The browser of this machine, or null. */
export const browserPath = (): string | null => PLACES.find((path) => existsSync(path)) ?? null;

/** Starts the browser at `path`. The sandbox needs what a container does not give, and our own pages need none. */
export const startBrowser = (path: string): Promise<Browser> =>
  chromium.launch({ executablePath: path, args: ['--no-sandbox', '--disable-gpu'] });

/** What a person would notice of an open page. */
export interface Look {
  /** Messages of the console, and errors. */
  readonly complaints: readonly string[];
  /** Pixels by which it is wider than the window. */
  readonly overflow: number;
  /** Colour of its ground: `rgb(255, 255, 255)`. */
  readonly ground: string;
  /** Size of each picture that is shown, in pixels, and of its smallest text. */
  readonly pictures: readonly { readonly width: number; readonly height: number; readonly leastText: number }[];
}

/** Opens a page as a reader with such a window and such a taste would, and looks at it. */
export async function lookAt(
  browser: Browser,
  url: string,
  width: number,
  colorScheme: 'light' | 'dark',
): Promise<Look> {
  const page = await browser.newPage({ viewport: { width, height: 900 }, colorScheme });
  const complaints: string[] = [];
  page.on('console', (message) => complaints.push(message.text()));
  page.on('pageerror', (error) => complaints.push(error.message));
  page.on('requestfailed', (request) => complaints.push(`not loaded: ${request.url()}`));
  try {
    await page.goto(url);
    return { complaints, ...(await measure(page)) };
  } finally {
    await page.close();
  }
}

/** Runs in the page: plain JavaScript of the browser. */
const measure = (page: Page): Promise<Omit<Look, 'complaints'>> =>
  page.evaluate(`(() => {
    const shown = [...document.querySelectorAll('svg.panel, svg.plot')].filter((svg) => svg.getClientRects().length > 0);
    return {
      overflow: document.documentElement.scrollWidth - innerWidth,
      ground: getComputedStyle(document.body).backgroundColor,
      pictures: shown.map((svg) => {
        const { width, height } = svg.getBoundingClientRect();
        const texts = [...svg.querySelectorAll('text')].map((text) => parseFloat(getComputedStyle(text).fontSize));
        return { width, height, leastText: Math.min(...texts) * (width / svg.viewBox.baseVal.width) };
      }),
    };
  })()`);
