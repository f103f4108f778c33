import { COMMON_GLUE, type KernelProgram } from '../kbuild/kernel-program';

/** `linux-<series>-sev`: the host's RMP code, arch/x86/virt/svm/sev.c, whole. */
export const SEV_PROGRAM: KernelProgram = {
  name: 'sev',
  // What CONFIG_KVM_AMD_SEV, under which the file is built, depends on.
  options: [
    'PCI',
    'ACPI',
    'X86_LOCAL_APIC',
    'EFI',
    'EFI_STUB',
    'AMD_MEM_ENCRYPT',
    'HIGH_RES_TIMERS',
    'DMADEVICES',
    'CRYPTO',
    'CRYPTO_HW',
    'CRYPTO_DEV_CCP',
    'CRYPTO_DEV_CCP_DD',
    'CRYPTO_DEV_SP_CCP',
    'CRYPTO_DEV_SP_PSP',
    'IOMMU_SUPPORT',
    'AMD_IOMMU',
    'VIRTUALIZATION',
    'KVM',
    'KVM_AMD',
    'KVM_AMD_SEV',
  ],
  objects: ['arch/x86/virt/svm/sev.o'],
  exposed: ['snp_leaked_pages_list', 'snp_nr_leaked_pages'],
  glue: [...COMMON_GLUE, 'kbuild/c/kernel/direct_map.c', 'sev/c/sev.c'],
};
