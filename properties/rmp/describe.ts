import type { RmpConfig, RmpPreset } from '../../model/vocabulary/rmp/config';
import { DEFAULT_RMP_ASSUMPTIONS } from '../../model/vocabulary/rmp/assumption';
import type { RmpSize } from '../../model/vocabulary/rmp/entry';
import type { AccessOp, GuestTranslation, RmpOp, RmpUpdateOp, VmrunOp } from '../../model/vocabulary/rmp/op';
import { pageText } from './rules/_text';

const hex = (value: number): string => `0x${value.toString(16)}`;
const sizeText = (size: RmpSize): string => (size === 1 ? '2M' : '4K');
const LEAVES: Readonly<Record<number, string>> = { 12: '4K', 21: '2M', 30: '1G' };
const leafText = (lg: number): string => LEAVES[lg] ?? `2^${lg}`;
const context = (asid: number): string => (asid === 0 ? '' : ` run by ASID ${asid}`);

function updateText({ spa, asid, to }: RmpUpdateOp): string {
  const owner = to.assigned || to.asid !== 0 ? ` ASID ${to.asid} GPA ${hex(to.gpa)}` : '';
  const flags = `${to.assigned ? 'assigned' : 'unassigned'} ${sizeText(to.size)}${to.immutable ? ' immutable' : ''}`;
  return `RMPUPDATE ${hex(spa)} := ${flags}${owner}${to.reserved ? ', reserved bits' : ''}${context(asid)}`;
}

/** GPA → SPA and the leaves in between. */
function translationText(t: GuestTranslation): string {
  const guest = t.guestPresent ? leafText(t.guestLg) : 'absent';
  const nested = t.nestedPresent ? `${leafText(t.nestedLg)}${t.nestedWritable ? '' : ' read-only'}` : 'absent';
  return `GPA ${pageText(t.gpa)} → ${pageText(t.spa)}, guest leaf ${guest}, nested leaf ${nested}`;
}

function accessText(op: AccessOp): string {
  const mode = op.user ? 'user' : 'supervisor';
  if (op.by === 'host') {
    const leaf = op.nestedPresent ? `${leafText(op.nestedLg)}${op.nestedWritable ? '' : ' read-only'}` : 'absent';
    return `host ${op.kind} (${mode}) of ${pageText(op.spa)} through a ${leaf} leaf`;
  }
  const vtom = op.vtom === null ? '' : `, vTOM ${pageText(op.vtom)}`;
  const who = op.by === 'guest' ? `plain guest ${op.asid}` : `SNP guest ${op.asid} VMPL${op.vmpl}`;
  return `${who} ${op.kind} (${mode}, C=${Number(op.cBit)}${vtom}): ${translationText(op)}`;
}

const vmrunText = ({ asid, snp, vmcb, vmsa, avic }: VmrunOp): string =>
  `VMRUN ${snp ? 'SNP ' : ''}ASID ${asid}, VMCB ${pageText(vmcb)}` +
  `${vmsa === null ? '' : `, VMSA ${pageText(vmsa)}`}${avic === null ? '' : `, AVIC ${pageText(avic)}`}`;

const instruction = (asid: number, vmpl: number, cpl: number, size: RmpSize, bad: boolean): string =>
  `${sizeText(size)} by ASID ${asid} VMPL${vmpl}${cpl === 0 ? '' : ` CPL${cpl}`}${bad ? ', bad input' : ''}`;

/** One op in one line. */
export function describeOp(op: RmpOp): string {
  switch (op.op) {
    case 'rmpupdate':
      return updateText(op);
    case 'psmash':
      return `PSMASH ${hex(op.spa)}${context(op.asid)}`;
    case 'rmpread':
      return `RMPREAD ${hex(op.spa)}${context(op.asid)}`;
    case 'rmpopt':
      return `RMPOPT ${hex(op.spa)}${context(op.asid)}`;
    case 'pvalidate': {
      const operand = instruction(op.asid, op.vmpl, op.cpl, op.size, op.badInput);
      return `PVALIDATE(${Number(op.validate)}) ${operand}: ${translationText(op)}`;
    }
    case 'rmpadjust': {
      const operand = instruction(op.asid, op.vmpl, op.cpl, op.size, op.badInput);
      return `RMPADJUST VMPL${op.target} := ${hex(op.mask)}${op.vmsa ? ' VMSA' : ''}, ${operand}: ${translationText(op)}`;
    }
    case 'rmpquery': {
      const operand = instruction(op.asid, op.vmpl, op.cpl, op.size, op.badInput);
      return `RMPQUERY VMPL${op.target}, ${operand}: ${translationText(op)}`;
    }
    case 'access':
      return accessText(op);
    case 'vmrun':
      return vmrunText(op);
    case 'vmexit':
      return '#VMEXIT';
    case 'hsave':
      return `VM_HSAVE_PA := ${pageText(op.spa)}`;
    case 'vmsave':
      return `${op.virtualized ? 'virtualized ' : ''}VMSAVE to ${pageText(op.spa)}`;
    case 'busy':
      return `another CPU ${op.busy ? 'begins' : 'ends'} working on the region of ${pageText(op.spa)}`;
    default:
      return firmwareText(op);
  }
}

function firmwareText(op: Extract<RmpOp, { op: string }>): string {
  switch (op.op) {
    case 'snpInit':
      return 'SNP_INIT';
    case 'snpShutdown':
      return `SNP_SHUTDOWN_EX(iommu${op.x86 ? ', x86' : ''})`;
    case 'pageReclaim':
      return `PAGE_RECLAIM ${hex(op.spa)} ${sizeText(op.size)}${op.reserved ? ', reserved bits' : ''}`;
    case 'pageUnsmash':
      return `PAGE_UNSMASH ${hex(op.spa)}`;
    case 'pageSetState':
      return `PAGE_SET_STATE ${hex(op.spa)}, ${op.pages} pages`;
    case 'mdInit':
      return `MD_INIT ${hex(op.spa)} of context ${pageText(op.context)}`;
    case 'gctxCreate':
      return `GCTX_CREATE ${hex(op.spa)}`;
    case 'decommission':
      return `DECOMMISSION ${hex(op.spa)}`;
    case 'launchUpdate':
      return `LAUNCH_UPDATE ${hex(op.spa)} ${sizeText(op.size)} ${op.type}, masks ${op.perms.map(hex).join(' ')}`;
    case 'mmioValidate':
      return `MMIO_VALIDATE ${hex(op.spa)}, ${op.pages} pages at GPA ${pageText(op.gpa)}${op.bound ? '' : ', not bound'}`;
    case 'writeBuffer':
      return `the firmware writes a result to ${hex(op.spa)}`;
    default:
      return op.op;
  }
}

function presetText({ spa, pages, state, size, asid, gpa }: RmpPreset): string {
  const owner = asid === 0 ? '' : ` ASID ${asid} GPA ${pageText(gpa)}`;
  return `${pageText(spa)}+${pages} ${state} ${sizeText(size)}${owner}`;
}

function coverageText({ coverage }: RmpConfig): string {
  if (coverage.kind === 'flat') return `flat RMP ${hex(coverage.base)} … ${hex(coverage.end)}`;
  const segments = coverage.segments.map((raw) => `0x${raw.toString(16)}`).join(' ');
  return `segmented RMP, 2^${coverage.segmentLg} bytes each: ${segments}`;
}

/** A configuration in one line; defaults are left out. */
export function describeConfig(config: RmpConfig): string {
  const assumed = Object.entries(config.assumptions).filter(
    ([name, position]) => DEFAULT_RMP_ASSUMPTIONS[name as keyof typeof DEFAULT_RMP_ASSUMPTIONS] !== position,
  );
  return [
    coverageText(config),
    ...(config.cpuSnpEnabled ? [] : ['CPU checks off']),
    ...(config.iommuSnpEnabled ? [] : ['IOMMU checks off']),
    ...(config.vmpls === 4 ? [] : [`${config.vmpls} VMPLs`]),
    `ASIDs to ${config.maxAsid}`,
    ...(config.cBit === null ? [] : [`C-bit ${config.cBit}`]),
    ...(config.x86Shutdown ? ['x86 shutdown'] : []),
    ...config.mmio.map(({ spa, pages }) => `MMIO ${pageText(spa)}+${pages}`),
    ...config.iommuPages.map((page) => `IOMMU log ${pageText(page)}`),
    ...config.preset.map(presetText),
    ...assumed.map(([name, position]) => `${name}=${String(position)}`),
  ].join('; ');
}
