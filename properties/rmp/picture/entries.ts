import type { PictureEntry } from '../../../model/vocabulary/picture';
import { REGION_PAGES, type RmpEntry, type SpaPage } from '../../../model/vocabulary/rmp/entry';
import type { RmpView } from '../../../model/vocabulary/rmp/view';
import { pageAddress } from '../../plain/words';
import { sameEntry } from '../rules/_entry';

/** Entries that a picture shows at most. */
const MOST_ENTRIES = 2;

const hex = (value: number): string => `0x${value.toString(16)}`;
const bit = (value: boolean): string => (value ? '1' : '0');

/** The fields of an entry in words; their places differ by revision, so that they carry no bit numbers (rmp.md 1.2). */
const fieldsOf = (entry: RmpEntry | null): Readonly<Record<string, string>> =>
  entry === null
    ? {}
    : {
        Assigned: bit(entry.assigned),
        Page_Size: entry.size === 1 ? '2M' : '4K',
        Immutable: bit(entry.immutable),
        ASID: String(entry.asid),
        GPA: pageAddress(entry.gpa),
        VMSA: bit(entry.vmsa),
        Validated: bit(entry.validated),
        'VMPL masks': entry.masks.map(hex).join(' '),
      };

const rawText = (view: RmpView, page: SpaPage): string => {
  const raw = view.raw(page);
  return raw === null ? 'not covered' : `0x${raw[0].toString(16).padStart(16, '0')}`;
};

/** The first entries of the RMP that are not as expected, in the regions that some op has touched. */
export function differingEntries(expected: RmpView, observed: RmpView): PictureEntry[] {
  const entries: PictureEntry[] = [];
  for (const base of new Set([...expected.touchedRegions(), ...observed.touchedRegions()])) {
    for (let page = base; page < base + REGION_PAGES && entries.length < MOST_ENTRIES; page++) {
      const [expectedEntry, observedEntry] = [expected.own(page), observed.own(page)];
      if (sameEntry(expectedEntry, observedEntry)) continue;
      const [wanted, got] = [fieldsOf(expectedEntry), fieldsOf(observedEntry)];
      const names = [...new Set([...Object.keys(wanted), ...Object.keys(got)])];
      entries.push({
        where: `RMP entry of page ${pageAddress(page)}, first quadword`,
        expectedRaw: rawText(expected, page),
        observedRaw: rawText(observed, page),
        fields: names.map((field) => ({ field, expected: wanted[field] ?? '–', observed: got[field] ?? '–' })),
      });
    }
  }
  return entries;
}
