import type { HostPolicy } from '../../../model/vocabulary/host/policy';
import type { RuleId } from '../../../model/vocabulary/rule';
import { biggestPage } from '../../policies/biggest-page';
import { checkThenAct } from '../../policies/check-then-act';
import { lateFlush } from '../../policies/late-flush';
import { noUnmap } from '../../policies/no-unmap';
import { nohugepages } from '../../policies/nohugepages';
import { only4K } from '../../policies/4k-only';
import { psmashAlone } from '../../policies/psmash-alone';
import { sizeAtMap } from '../../policies/size-at-map';
import { v2PgsizesOnly } from '../../policies/v2-pgsizes-only';
import type { HostExhibit } from './exhibit';

/** The policies that host.md calls convicted, each by the rule that it is best known by; and what 4K pages cost. */
const convicted = (policy: HostPolicy, rule: RuleId): HostExhibit => ({
  name: `policy-${policy.name}`,
  title: policy.what,
  source: 'host.md, Policies to have',
  rule,
  policy,
  parts: {},
});

export const biggestPagePolicy = convicted(biggestPage, 'RMP-091');
export const pgsizesOnlyPolicy = convicted(v2PgsizesOnly, 'RMP-091');
export const noUnmapPolicy = convicted(noUnmap, 'RMP-092');
export const sizeAtMapPolicy = convicted(sizeAtMap, 'RMP-093');
export const checkThenActPolicy = convicted(checkThenAct, 'RMP-091');
export const fourKOnlyPolicy = convicted(only4K, 'RMP-095');
export const psmashAlonePolicy = convicted(psmashAlone, 'RMP-096');
export const lateFlushPolicy = convicted(lateFlush, 'RMP-097');
export const noHugePagesPolicy = convicted(nohugepages, 'RMP-H01');
