import type { RmpConfig } from '../../../model/vocabulary/rmp/config';
import type { RmpOracle } from '../../../model/vocabulary/rmp-wrapper/oracle';
import { linuxPrograms } from '../programs';
import { SEV_PROGRAM } from './program';
import { LinuxSev } from './linux-sev';

/** Every `linux-…-sev` that is built here. A program starts with the first trace that is put to it. Never throws. */
export const linuxSevSubjects = (oracleOf: (config: RmpConfig) => RmpOracle): readonly LinuxSev[] =>
  linuxPrograms()
    .built.filter(({ kind }) => kind === SEV_PROGRAM.name)
    .map((program) => new LinuxSev(program, oracleOf));
