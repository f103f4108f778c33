import type { CampaignEnd } from '../../model/vocabulary/campaign';

/** Why a campaign ended, as a sentence goes on after `ended: `. */
export const END_TEXTS: Readonly<Record<Exclude<CampaignEnd, 'running'>, string>> = {
  cases: 'all cases were run',
  time: 'its time was up',
  plateau: 'no new behaviour for as long as was asked',
  interrupted: 'it was interrupted',
  casualties: 'the subject died too often',
};

const UNITS = ['bytes', 'KiB', 'MiB', 'GiB', 'TiB'];

/** A number of bytes: `512 MiB`. */
export function bytesText(bytes: number): string {
  let value = bytes;
  let unit = 0;
  while (value >= 1024 && unit < UNITS.length - 1) {
    value /= 1024;
    unit++;
  }
  return `${value >= 10 || unit === 0 ? Math.round(value) : value.toFixed(1)} ${UNITS[unit]!}`;
}
