import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ANSWERS, answersDocument } from './document';

/** The project's root, from where this file is compiled to: dist/tools/answers. */
const ROOT = join(__dirname, '..', '..', '..');

/** `npm run answers`: writes docs/answers.md. */
writeFileSync(join(ROOT, ANSWERS), answersDocument(ROOT));
