import { ABI_VERSION, type Capabilities } from '../../model/vocabulary';
import { checkCapabilities } from '../capabilities';
import { SubjectError } from '../subject-error';

/**
 * Reads what `ioc_describe()` of the library at `place` returned.
 * @throws SubjectError naming the first field that is wrong
 */
export function parseHandshake(json: string | null, place: string): Capabilities {
  const value = parseJson(json, place);
  const abi = value['abi'];
  if (abi !== ABI_VERSION) {
    throw new SubjectError(
      `${place}: it speaks version ${JSON.stringify(abi) ?? 'none'} of the ABI, this suite version ${ABI_VERSION}; ` +
        'rebuild it with the iommu_conformance.h of this suite',
    );
  }
  return checkCapabilities(value, `${place}: ioc_describe()`);
}

function parseJson(json: string | null, place: string): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(json ?? '');
    if (typeof value === 'object' && value !== null) return value as Record<string, unknown>;
  } catch {
    // falls through to the one message for everything that is no object
  }
  throw new SubjectError(
    `${place}: ioc_describe() must return a JSON object, not ${JSON.stringify((json ?? 'NULL').slice(0, 60))}`,
  );
}
