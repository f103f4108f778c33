import { linuxPrograms } from '../programs';
import { LinuxDmaBuf } from './linux-dmabuf';
import { DMABUF_PROGRAM } from './program';

/** Every `linux-…-dmabuf` that is built here. A program starts with the first trace that is put to it. Never throws. */
export const linuxDmaBufSubjects = (): readonly LinuxDmaBuf[] =>
  linuxPrograms()
    .built.filter(({ kind }) => kind === DMABUF_PROGRAM.name)
    .map((program) => new LinuxDmaBuf(program));
