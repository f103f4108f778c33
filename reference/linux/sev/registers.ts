import type { WrapperConfig } from '../../../model/vocabulary/rmp-wrapper/config';

/** Model-specific registers that the host's RMP code knows. rmp.md 1.5, 1.7. */
export const Msr = {
  syscfg: 0xc001_0010,
  vmHsavePa: 0xc001_0117,
  rmpBase: 0xc001_0132,
  rmpEnd: 0xc001_0133,
  rmpCfg: 0xc001_0136,
} as const;

/** SYSCFG bit 24. */
export const SYSCFG_SNP_EN = 1n << 24n;
const CPUID_SEGMENTS = 0x8000_0025;
/** CPUID 8000_0025 EBX[10]: EBX[9:0] is a hard limit. */
const HARD_LIMIT = 1 << 10;
/** RMP_CFG bit 0, and where the log2 of the segment size begins. */
const SEGMENTED_ENABLED = 1n;
const SEGMENT_LG_SHIFT = 8n;

/** The registers of the one CPU. */
export class Registers {
  private readonly msrs = new Map<number, bigint>();

  constructor(private readonly config: WrapperConfig) {
    const { coverage, cpuSnpEnabled } = config.rmp;
    this.msrs.set(Msr.rmpBase, BigInt(coverage.base));
    if (coverage.kind === 'flat') this.msrs.set(Msr.rmpEnd, BigInt(coverage.end));
    else this.msrs.set(Msr.rmpCfg, SEGMENTED_ENABLED | (BigInt(coverage.segmentLg) << SEGMENT_LG_SHIFT));
    if (cpuSnpEnabled) this.msrs.set(Msr.syscfg, SYSCFG_SNP_EN);
  }

  read(msr: number): bigint {
    return this.msrs.get(msr) ?? 0n;
  }

  /** Once SNPEn is set, writes of SYSCFG are ignored. rmp.md 1.7. */
  write(msr: number, value: bigint): void {
    if (msr === Msr.syscfg && (this.read(msr) & SYSCFG_SNP_EN) !== 0n) return;
    this.msrs.set(msr, value);
  }

  /** EAX, EBX, ECX, EDX of a leaf; zero where nothing is known of it. */
  cpuid(leaf: number): readonly [number, number, number, number] {
    if (leaf !== CPUID_SEGMENTS) return [0, 0, 0, 0];
    const { minLg, maxLg, most } = this.config.segments;
    return [minLg | (maxLg << 6), most === null ? 0 : most | HARD_LIMIT, 0, 0];
  }
}
