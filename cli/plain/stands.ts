import { deviceAccessMachine } from '../../properties/device-access';
import { deviceAccessConfigSchema, deviceAccessOpSchema } from '../../properties/device-access/trace-schema';
import { dmaApiMachine } from '../../properties/dma-api';
import { DMA_API_GOALS } from '../../properties/dma-api/goals';
import { dmaApiOpSchema } from '../../properties/dma-api/op-schema';
import { dmaApiPicture, stateText as dmaApiStateText } from '../../properties/dma-api/picture/picture';
import { dmaApiConfigSchema } from '../../properties/dma-api/trace-schema';
import { dmaBufMachine } from '../../properties/dma-buf';
import { dmaBufOpSchema } from '../../properties/dma-buf/op-schema';
import { dmaBufPicture, stateText as dmaBufStateText } from '../../properties/dma-buf/picture/picture';
import { dmaBufConfigSchema } from '../../properties/dma-buf/trace-schema';
import { modelOracle } from '../../model/rmp-wrapper';
import { deviceAccessPicture } from '../../properties/device-access/picture/picture';
import { DEVICE_ACCESS_GOALS } from '../../properties/device-access/goals';
import { rmpMachine } from '../../properties/rmp';
import { RMP_GOALS } from '../../properties/rmp/goals';
import { rmpPicture } from '../../properties/rmp/picture/picture';
import { wrapperMachine } from '../../properties/rmp-wrapper';
import { wrapperPicture } from '../../properties/rmp-wrapper/picture';
import { wrapperConfigSchema, wrapperOpSchema } from '../../properties/rmp-wrapper/trace-schema';
import { vfioType1Machine } from '../../properties/vfio-type1';
import { TYPE1_GOALS } from '../../properties/vfio-type1/goals';
import { type1OpSchema } from '../../properties/vfio-type1/op-schema';
import { stateText as type1StateText, type1Picture } from '../../properties/vfio-type1/picture/picture';
import { type1ConfigSchema } from '../../properties/vfio-type1/trace-schema';
import { viommuMachine } from '../../properties/viommu';
import { VIOMMU_GOALS } from '../../properties/viommu/goals';
import { stateText as viommuStateText, viommuPicture } from '../../properties/viommu/picture/picture';
import { viommuConfigSchema, viommuOpSchema } from '../../properties/viommu/trace-schema';
import { missingPrograms } from '../../reference/linux/programs';
import { DMABUF_PROGRAM } from '../../reference/linux/dmabuf/program';
import { linuxDmaBufSubjects } from '../../reference/linux/dmabuf/subjects';
import { VFIO_DMABUF_PROGRAM } from '../../reference/linux/vfio-dmabuf/program';
import { linuxVfioDmaBufSubjects } from '../../reference/linux/vfio-dmabuf/subjects';
import { SEV_PROGRAM } from '../../reference/linux/sev/program';
import { linuxSevSubjects } from '../../reference/linux/sev/subjects';
import { TYPE1_PROGRAM } from '../../reference/linux/type1/program';
import { linuxType1Subjects } from '../../reference/linux/type1/subjects';
import { rmpConfigSchema, rmpOpSchema } from '../../properties/rmp/trace-schema';
import { inBoxDeviceAccessSubject } from '../../reference/in-box/device-access';
import { inBoxDmaApiSubject } from '../../reference/in-box/dma-api';
import { inBoxDmaBufSubject } from '../../reference/in-box/dma-buf';
import { inBoxRmpSubject } from '../../reference/in-box/rmp';
import { inBoxWrapperSubject } from '../../reference/in-box/rmp-wrapper';
import { inBoxType1Subject } from '../../reference/in-box/vfio-type1';
import { inBoxViommuSubject } from '../../reference/in-box/viommu';
import { deviceAccessExhibits, deviceAccessExhibitSubject } from '../../reference/museum/device-access';
import { dmaApiExhibits, dmaApiExhibitSubject } from '../../reference/museum/dma-api';
import { dmaBufExhibits, dmaBufExhibitSubject } from '../../reference/museum/dma-buf';
import { rmpExhibits, rmpExhibitSubject } from '../../reference/museum/rmp';
import { wrapperExhibits, wrapperExhibitSubject } from '../../reference/museum/rmp-wrapper';
import { type1Exhibits, type1ExhibitSubject } from '../../reference/museum/vfio-type1';
import { viommuExhibits, viommuExhibitSubject } from '../../reference/museum/viommu';
import { PATCH_VIOMMU_V3, patchViommuV3Subject } from '../../reference/patches/viommu-v3';
import { UsageError } from '../failure';
import { DMA_API_CHOICES, DMA_BUF_CHOICES, RMP_CHOICES, TYPE1_CHOICES, VIOMMU_CHOICES } from './choices';
import { hostStand } from './host-stand';
import { plainStand, type PlainStand } from './plain-stand';

const IN_BOX_DMA_API = 'in-box:dma-api';
const IN_BOX_DMA_BUF = 'in-box:dma-buf';
const IN_BOX_TYPE1 = 'in-box:vfio-type1';
const IN_BOX_VIOMMU = 'in-box:viommu';
const IN_BOX_WRAPPER = 'in-box:rmp-wrapper';

const describeDmaBuf = (name: string): string => {
  if (name === IN_BOX_DMA_BUF) return 'the second implementation, in this process';
  return name.endsWith(`-${VFIO_DMABUF_PROGRAM.name}`)
    ? 'the exporter: drivers/vfio/pci/vfio_pci_dmabuf.c and the files around it of that kernel, unmodified'
    : 'the same, its sg tables built by drivers/dma-buf/dma-buf-mapping.c of that kernel, unmodified';
};

/** The plain machines, each with what can be put on its stand. */
export const PLAIN_STANDS: readonly PlainStand[] = [
  plainStand({
    machine: rmpMachine,
    configSchema: rmpConfigSchema,
    opSchema: rmpOpSchema,
    subjects: [inBoxRmpSubject('in-box:rmp')],
    describe: () => 'the second implementation, in this process',
    sound: 'in-box:rmp',
    suiteCases: 800,
    choices: RMP_CHOICES,
    goals: RMP_GOALS,
    picture: rmpPicture,
    exhibits: () => rmpExhibits().map((exhibit) => ({ ...exhibit, subject: rmpExhibitSubject(exhibit) })),
  }),
  plainStand({
    machine: deviceAccessMachine,
    configSchema: deviceAccessConfigSchema,
    opSchema: deviceAccessOpSchema,
    subjects: [inBoxDeviceAccessSubject('in-box:device-access')],
    describe: () => 'the second implementation, in this process',
    sound: 'in-box:device-access',
    suiteCases: 800,
    choices: RMP_CHOICES,
    goals: DEVICE_ACCESS_GOALS,
    picture: deviceAccessPicture,
    exhibits: () =>
      deviceAccessExhibits().map((exhibit) => ({ ...exhibit, subject: deviceAccessExhibitSubject(exhibit) })),
  }),
  plainStand({
    machine: dmaApiMachine,
    configSchema: dmaApiConfigSchema,
    opSchema: dmaApiOpSchema,
    subjects: [inBoxDmaApiSubject(IN_BOX_DMA_API)],
    describe: () => 'the second implementation, in this process',
    sound: IN_BOX_DMA_API,
    suiteCases: 1300,
    choices: DMA_API_CHOICES,
    goals: DMA_API_GOALS,
    picture: dmaApiPicture,
    stateText: dmaApiStateText,
    exhibits: () => dmaApiExhibits().map((exhibit) => ({ ...exhibit, subject: dmaApiExhibitSubject(exhibit) })),
  }),
  plainStand({
    machine: dmaBufMachine,
    configSchema: dmaBufConfigSchema,
    opSchema: dmaBufOpSchema,
    subjects: [inBoxDmaBufSubject(IN_BOX_DMA_BUF), ...linuxDmaBufSubjects(), ...linuxVfioDmaBufSubjects()],
    describe: describeDmaBuf,
    sound: IN_BOX_DMA_BUF,
    missing: [DMABUF_PROGRAM, VFIO_DMABUF_PROGRAM].flatMap(({ name }) => missingPrograms(name)),
    suiteCases: 2500,
    choices: DMA_BUF_CHOICES,
    picture: dmaBufPicture,
    stateText: dmaBufStateText,
    exhibits: () => dmaBufExhibits().map((exhibit) => ({ ...exhibit, subject: dmaBufExhibitSubject(exhibit) })),
  }),
  plainStand({
    machine: vfioType1Machine,
    configSchema: type1ConfigSchema,
    opSchema: type1OpSchema,
    subjects: [inBoxType1Subject(IN_BOX_TYPE1), ...linuxType1Subjects()],
    describe: (name) =>
      name === IN_BOX_TYPE1
        ? 'the second implementation, in this process'
        : 'drivers/vfio/vfio_iommu_type1.c of that kernel over its own IOMMU core and AMD v1 tables, unmodified',
    sound: IN_BOX_TYPE1,
    missing: missingPrograms(TYPE1_PROGRAM.name),
    suiteCases: 1600,
    choices: TYPE1_CHOICES,
    goals: TYPE1_GOALS,
    picture: type1Picture,
    stateText: type1StateText,
    exhibits: () => type1Exhibits().map((exhibit) => ({ ...exhibit, subject: type1ExhibitSubject(exhibit) })),
  }),
  plainStand({
    machine: viommuMachine,
    configSchema: viommuConfigSchema,
    opSchema: viommuOpSchema,
    subjects: [inBoxViommuSubject(IN_BOX_VIOMMU), patchViommuV3Subject()],
    describe: (name) =>
      name === PATCH_VIOMMU_V3
        ? 'what patch 09/22 of the series does, version 3, written down from its text'
        : 'the second implementation, in this process',
    sound: IN_BOX_VIOMMU,
    suiteCases: 420,
    choices: VIOMMU_CHOICES,
    goals: VIOMMU_GOALS,
    picture: viommuPicture,
    stateText: viommuStateText,
    exhibits: () => viommuExhibits().map((exhibit) => ({ ...exhibit, subject: viommuExhibitSubject(exhibit) })),
  }),
  hostStand(),
  plainStand({
    machine: wrapperMachine,
    configSchema: wrapperConfigSchema,
    opSchema: wrapperOpSchema,
    subjects: [inBoxWrapperSubject(IN_BOX_WRAPPER), ...linuxSevSubjects(modelOracle)],
    describe: (name) =>
      name === IN_BOX_WRAPPER
        ? 'the second implementation, in this process'
        : 'arch/x86/virt/svm/sev.c of that kernel, unmodified, in a process of its own',
    sound: IN_BOX_WRAPPER,
    suiteCases: 700,
    choices: RMP_CHOICES,
    // Each op of the kernel code is a message to another process and back.
    pace: { epochCases: 64, shardCases: 2 },
    missing: missingPrograms(SEV_PROGRAM.name),
    picture: wrapperPicture,
    exhibits: () => wrapperExhibits().map((exhibit) => ({ ...exhibit, subject: wrapperExhibitSubject(exhibit) })),
  }),
];

/**
 * The stand on which `subject` can be put: one of its subjects, or `exhibit:<name>` of its museum. Null: none.
 * Throws UsageError for a subject that this machine does not have.
 */
export function standOf(subject: string): PlainStand | null {
  const lacking = PLAIN_STANDS.flatMap(({ missing }) => missing).find(({ name }) => name === subject);
  if (lacking !== undefined) throw new UsageError(`${subject} is not available: ${lacking.reason}`);
  const exhibit = subject.startsWith(EXHIBIT) ? subject.slice(EXHIBIT.length) : null;
  const isMine = (stand: PlainStand): boolean =>
    stand.subjects.includes(subject) || stand.exhibits().some(({ name }) => name === exhibit);
  return PLAIN_STANDS.find(isMine) ?? null;
}
const EXHIBIT = 'exhibit:';

/** The stand of the machine called `machine`; null where it is none of the plain ones. */
export const standCalled = (machine: string): PlainStand | null =>
  PLAIN_STANDS.find((stand) => stand.machine === machine) ?? null;
