import { PROFILES } from '../../model/page-table/profiles';
import type { Accused } from '../../properties/engine/matrix';
import type { Exhibit } from '../../reference/museum/page-table';
import { exhibits, exhibitSubject } from '../../reference/museum/page-table';

/** Cases within which an exhibit must be convicted. */
export const MOST_CASES = 2000;
/** Rules that the smallest trace of an exhibit may break besides its own. */
export const MOST_OTHERS = 3;

/** Name of the first profile of the exhibit's contract. */
export const profileOf = ({ contract }: Exhibit): string =>
  Object.keys(PROFILES).find((name) => PROFILES[name]!.contract === contract)!;

export const accusedOf = (exhibit: Exhibit): Accused => ({
  name: exhibit.name,
  rule: exhibit.rule,
  profile: profileOf(exhibit),
  subject: exhibitSubject(exhibit),
});

/** Seeds at which every exhibit is convicted; in one run of the tests each is tried at one of them. */
export const FIXED_SEEDS = ['1', '2', '3', '4', '5'];

/** Whether every exhibit is to be tried at every seed. */
export const ALL_SEEDS = process.env['MUSEUM_SEEDS'] === 'all';

/** Five seeds of this run. The names of the tests print them. */
export const randomSeeds = (): string[] =>
  Array.from({ length: 5 }, () => Math.floor(Math.random() * 2 ** 32).toString(16));

/** One exhibit in so many is tried at a random seed: another part of the museum in every run of the tests. */
const RANDOMLY_TRIED = 10;

/** Who is tried at a seed: all exhibits that a search finds, or some, chosen by the seed. */
export const accusedAt = (seed: string): Accused[] =>
  exhibits()
    .filter(({ hard }) => hard === undefined)
    .filter((_, i) => ALL_SEEDS || (i + parseInt(seed, 16)) % RANDOMLY_TRIED === 0)
    .map(accusedOf);
