import { linuxPrograms } from '../programs';
import { LinuxVfioDmaBuf } from './linux-vfio-dmabuf';
import { VFIO_DMABUF_PROGRAM } from './program';

/** Every `linux-…-vfio-dmabuf` that is built here. A program starts with the first trace that is put to it. Never throws. */
export const linuxVfioDmaBufSubjects = (): readonly LinuxVfioDmaBuf[] =>
  linuxPrograms()
    .built.filter(({ kind }) => kind === VFIO_DMABUF_PROGRAM.name)
    .map((program) => new LinuxVfioDmaBuf(program));
