/** Ops that may change entries. */
export const CHANGING = [
  'rmpupdate',
  'psmash',
  'pvalidate',
  'rmpadjust',
  'pageReclaim',
  'pageUnsmash',
  'pageSetState',
  'mdInit',
  'gctxCreate',
  'decommission',
  'launchUpdate',
  'mmioValidate',
];
