import { linuxPrograms } from '../programs';
import { LinuxType1 } from './linux-type1';
import { TYPE1_PROGRAM } from './program';

/** Every `linux-…-type1` that is built here. A program starts with the first trace that is put to it. Never throws. */
export const linuxType1Subjects = (): readonly LinuxType1[] =>
  linuxPrograms()
    .built.filter(({ kind }) => kind === TYPE1_PROGRAM.name)
    .map((program) => new LinuxType1(program));
