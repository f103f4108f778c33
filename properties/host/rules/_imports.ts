import type { PortMapStep } from '../../../model/vocabulary/host/import-step';
import type { HostFacts } from '../facts/facts';
import { pagesOf } from '../facts/leaves';
import { page } from './_text';

const PATHS = { iommufd: 'IOAS', type1: 'container', 'dma-api': 'driver' } as const;

/** How an importer, and a port of it, are called in sentences. */
export const importerText = ({ config }: HostFacts, importer: number): string =>
  `importer ${importer} (${PATHS[config.importers[importer]!.path]})`;

/** MMIO pages among those that the step's leaves lead to. */
export function mmioPagesOf({ holders }: HostFacts, { spa, lg, done }: PortMapStep): number {
  let count = 0;
  for (let at = spa; at < spa + done * pagesOf(lg); at++) if (holders.isMmio(at)) count++;
  return count;
}

export const portLeafText = (facts: HostFacts, { importer, port, spa, lg, done, encrypted }: PortMapStep): string =>
  `${importerText(facts, importer)} maps for port ${port} ${done} ${done === 1 ? 'leaf' : 'leaves'} of 2^${lg} from ${page(spa)} on with C = ${encrypted ? 1 : 0}`;

/** A BAR as reports print it. */
export const barText = ({ imports }: HostFacts, bar: number): string =>
  `the BAR of device ${imports.bars[bar]!.device} at ${page(imports.bars[bar]!.spa)}`;

/** The BAR is private, or on the way from or to it: its interface is locked and the platform lets it. */
export const isPrivateBar = ({ imports, locked, ownership }: HostFacts, bar: number): boolean => {
  const { device, tio, spa } = imports.bars[bar]!;
  return tio && (locked[device] === 1 || ownership.asid[spa] !== 0);
};
