/** The page-table machine, and the pure rules that others may use. */
export { best, classicSplit, greedyLayout, pageSizes, type PageSizes, type Run } from './best';
export { ConfigError, domainBitmap, lastAperturePage } from './config';
export { decodeBlock, encodeBlock, flushedBlock, npCacheBlocks, type Block } from './flush';
export { formatOf } from './formats';
export { PageTableMachine, type Teardown } from './machine';
