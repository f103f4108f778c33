import { UsageError } from '../failure';
import { PLAIN_STANDS, standCalled, standOf } from './stands';

const PAGE_TABLE = 'page-table';
const IN_BOX = 'in-box';

/**
 * The subject that `name` means on the machine called `machine` (undefined: where the name itself is). `in-box` is a
 * subject of each: of the host machine it is the correct policy over the in-box machines. Throws UsageError.
 */
export function subjectOn(name: string, machine: string | undefined): string {
  if (machine === undefined || machine === machineOf(name)) return name;
  const stand = standCalled(machine);
  if (stand === null && machine !== PAGE_TABLE) {
    const machines = [PAGE_TABLE, ...PLAIN_STANDS.map((one) => one.machine)];
    throw new UsageError(`no machine is called ${machine}; there are ${machines.join(', ')}`);
  }
  if (name === IN_BOX && stand !== null && stand.sound !== null) return stand.sound;
  const named = `${name}:${machine}`;
  if (stand?.subjects.includes(named)) return named;
  throw new UsageError(
    `${name} is a subject of the ${machineOf(name)} machine, not of ${machine}; leave --machine out`,
  );
}

const machineOf = (subject: string): string => standOf(subject)?.machine ?? PAGE_TABLE;
