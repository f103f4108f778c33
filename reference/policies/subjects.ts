import type { HostSubject } from '../../model/vocabulary/host/machine';
import { hostSubject } from '../in-box/host';
import { policies } from '.';

const PREFIX = 'policy:';

/** Every policy over the in-box kernel and hardware, as `policy:<name>`. */
export const policySubjects = (): readonly HostSubject[] =>
  policies().map((policy) => hostSubject(`${PREFIX}${policy.name}`, policy));

/** The policy called `policy:<name>`; null: there is none. */
export function policySubject(name: string): HostSubject | null {
  const policy = policies().find((candidate) => `${PREFIX}${candidate.name}` === name);
  return policy === undefined ? null : hostSubject(name, policy);
}
