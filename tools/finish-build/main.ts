import { join } from 'node:path';
import { settleExports } from './settle-exports';
import { sweep } from './sweep';

/** This file is built to dist/tools/finish-build. */
const DIST = join(__dirname, '..', '..');

/** What a build does behind tsc. */
sweep(DIST, join(DIST, '..'));
settleExports(DIST);
