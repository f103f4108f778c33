export { isActive } from './activity';
export { CaseGenerator } from './case-generator';
export type { GeneratorOptions } from './options';
export type { Theme } from './theme';
export { THEMES } from './themes';
export { drawTrace, traceArbitrary } from './trace-arbitrary';
