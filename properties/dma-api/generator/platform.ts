import type { Platform, PlatformKind } from '../../../model/vocabulary/dma-api/platform';
import { Weights, type Draw } from '../../engine/draw';

export const ANY_PLATFORM = new Weights<PlatformKind>([
  [3, 'none'],
  [10, 'sme-host'],
  [4, 'sev-guest'],
  [1, 'snp-vtom'],
  [6, 'tdx'],
  [10, 'realm'],
  [1, 'pkvm'],
  [1, 's390pv'],
  [1, 'power-svm'],
]);
/** Where RAM and MMIO have different aliases though nothing is refused. */
export const MORE_SME = new Weights<PlatformKind>([...ANY_PLATFORM.entries, [16, 'sme-host']]);
export const GUEST = ANY_PLATFORM.filter((kind) => kind !== 'none' && kind !== 'sme-host');

export function drawPlatform(draw: Draw, kinds: Weights<PlatformKind>): Platform {
  const kind = draw.weighted(kinds);
  const hasCBit = kind === 'sme-host' || kind === 'sev-guest';
  return {
    kind,
    cBit: hasCBit ? draw.pick([47, 51]) : 0,
    ipaBits: kind === 'realm' ? draw.pick([48, 40]) : 0,
    guestForcesBounce: true,
  };
}
