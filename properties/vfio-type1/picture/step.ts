import type { Type1Config } from '../../../model/vocabulary/vfio-type1/config';
import type { Type1Op } from '../../../model/vocabulary/vfio-type1/op';
import type { Type1Outcome } from '../../../model/vocabulary/vfio-type1/outcome';
import type { Type1View } from '../../../model/vocabulary/vfio-type1/view';
import type { PicturedStep } from '../../plain/picture';

export type Type1PicturedStep = PicturedStep<Type1Config, Type1Op, Type1Outcome, Type1View>;
