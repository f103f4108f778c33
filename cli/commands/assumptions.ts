import { RMP_ASSUMPTIONS, RMP_PROFILES } from '../../model/assumptions';
import { DMA_API_ASSUMPTIONS, DMA_API_PROFILES } from '../../model/assumptions/dma-api';
import { DMA_BUF_ASSUMPTIONS, DMA_BUF_PROFILES } from '../../model/assumptions/dma-buf';
import { TYPE1_ASSUMPTIONS, TYPE1_PROFILES } from '../../model/assumptions/vfio-type1';
import { VIOMMU_ASSUMPTIONS, VIOMMU_PROFILES } from '../../model/assumptions/viommu';
import { ASSUMPTIONS } from '../../model/page-table/assumptions';
import { PROFILES } from '../../model/page-table/profiles';
import { assumptionList, profileList } from '../../reports/lists';
import { ExitCode } from '../exit-code';
import type { AddCommand } from './command';

const ALL_ASSUMPTIONS = [
  ...ASSUMPTIONS,
  ...RMP_ASSUMPTIONS,
  ...DMA_API_ASSUMPTIONS,
  ...DMA_BUF_ASSUMPTIONS,
  ...TYPE1_ASSUMPTIONS,
  ...VIOMMU_ASSUMPTIONS,
];
const ALL_PROFILES = [
  ...Object.values(PROFILES),
  ...RMP_PROFILES,
  ...DMA_API_PROFILES,
  ...DMA_BUF_PROFILES,
  ...TYPE1_PROFILES,
  ...VIOMMU_PROFILES,
];

/** `assumptions`: the open questions, the positions one can take, and the profiles that choose for all. */
export const addAssumptions: AddCommand = (program, door, end) => {
  program
    .command('assumptions')
    .description('list the open questions with their positions, and the profiles')
    .action(() => {
      door.print(assumptionList(ALL_ASSUMPTIONS, door.page));
      door.print(`\n${profileList(ALL_PROFILES, door.page)}`);
      end(ExitCode.held);
    });
};
