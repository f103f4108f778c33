#!/usr/bin/env node
'use strict';
// A committed shim: tsc writes files without the run bit, and a clone may not be built yet.
const { existsSync } = require('node:fs');
const { join } = require('node:path');

const main = join(__dirname, '..', 'dist', 'cli', 'main.js');
if (existsSync(main)) {
  require(main).main(process.argv);
} else {
  process.stderr.write(
    `iommu-conformance: not built: ${main} is missing; run \`npm ci\` (or \`npm run build\`) first\n`,
  );
  process.exitCode = 70;
}
