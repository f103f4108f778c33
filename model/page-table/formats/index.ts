import type { Format } from '../../vocabulary';
import { AMDV1 } from './amdv1';
import { AMDV2 } from './amdv2';
import type { PageFormat } from './format';

/** The bit rules of the format called `name`. */
export const formatOf = (name: Format): PageFormat => (name === 'amdv1' ? AMDV1 : AMDV2);

export { ItemClass, type Field, type PageFormat, type Raw } from './format';
