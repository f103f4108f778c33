import { join } from 'node:path';
import ts from 'typescript';
import { TARGET } from './targets';

/** What the in-box implementation exports. */
export type InBoxModule = typeof import('../../reference/in-box/page-table');

/** What Node's loader really passes. */
interface Compiling extends NodeJS.Module {
  _compile(code: string, path: string): void;
}

/** The compiled project: this file is `tools/mutants/load.js` of it. */
const COMPILED = join(__dirname, '..', '..');

const OPTIONS: ts.CompilerOptions = {
  target: ts.ScriptTarget.ES2022,
  module: ts.ModuleKind.CommonJS,
  esModuleInterop: true,
};

/**
 * A fresh in-box implementation in which `text` stands in place of the source of `file`. Everything else is the compiled
 * project; nothing is written. Throws what the mutated code throws while it loads.
 */
export function loadWith(file: string, text: string): InBoxModule {
  const folder = join(COMPILED, TARGET);
  const place = join(COMPILED, file.replace(/\.ts$/, '.js'));
  const code = ts.transpileModule(text, { compilerOptions: OPTIONS }).outputText;
  for (const path of Object.keys(require.cache))
    if (path.startsWith(folder)) Reflect.deleteProperty(require.cache, path);
  const plain = require.extensions['.js']!;
  require.extensions['.js'] = (module, path) => {
    if (path === place) (module as Compiling)._compile(code, path);
    else plain(module, path);
  };
  try {
    return require(folder) as InBoxModule;
  } finally {
    require.extensions['.js'] = plain;
    module.children.length = 0;
  }
}
