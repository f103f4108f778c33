import { bufferParts } from './buffer';
import { mapParts } from './map';
import type { ImportParts } from './parts';
import { revokeParts } from './revoke';
import { type1Parts } from './type1';

/** Exports and imports as the document has them. */
export const standardImportParts: ImportParts = { ...mapParts, ...bufferParts, ...type1Parts, ...revokeParts };
