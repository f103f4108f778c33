export { hostRules } from './catalogue';
export {
  checkPolicy,
  runCase,
  settleHost,
  smallestBreach,
  type HostTrace,
  type HostVerdict,
  type PolicyCheckOptions,
} from './check';
export { describeConfig, describeOp } from './describe';
export { CASE_OPS, HostSource } from './generator';
export { THEMES, type HostTheme } from './generator-themes';
export { Goals, PROBE_SHARE } from './goals';
export { hostJudge } from './host-judge';
export { cross, type Crossing, type CrossingResult } from './interleavings';
export { HostJudge, type HostBreach } from './judge';
export { hostRule, type HostRule } from './rule';
export { simplerConfigs, simplerOps } from './simpler';
