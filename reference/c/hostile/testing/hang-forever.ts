/** A parent to be killed: runs a trace that hangs in the library named by its argument, and says that it does. */
import { DEFAULT_ASSUMPTIONS, makeOp, OpKind, PAGE_SIZES, type PageTableConfig } from '../../../../model/vocabulary';
import { IsolatedSubject } from '../../isolated/subject';

const config: PageTableConfig = {
  format: 'amdv1',
  contract: 'generic-pt',
  topLevel: 2,
  vasz: 64,
  oasz: 52,
  pageSizes: PAGE_SIZES.v1,
  smeBit: null,
  flush: 'range',
  queued: false,
  domainType: 'paging',
  domains: 1,
  assumptions: DEFAULT_ASSUMPTIONS,
};
const ops = Array.from({ length: 9 }, () => makeOp(OpKind.iovaToPhys));

void IsolatedSubject.open(process.argv[2]!).then((subject) => {
  const hanging = subject.run({ machine: 'page-table', config, ops }, 0);
  process.stdout.write('hanging\n');
  return hanging;
});
