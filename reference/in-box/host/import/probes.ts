import type { AccessOp } from '../../../../model/vocabulary/host/op';
import { clearFence } from '../../../../model/vocabulary/host/own-steps';
import { portDma } from '../../../../model/vocabulary/host/import-steps';
import type { Protocol } from '../context';
import type { HostState } from '../state';

/** Requests of the ports at the end: to the first page of each span that is mapped. A fence is lifted before each. */
export function* portProbes(state: HostState): Protocol {
  const { importers, areas } = state.imports;
  for (let importer = 0; importer < importers.length; importer++) {
    for (const port of state.imports.openPorts(importer)) {
      for (const { mapped, spans } of areas[importer]!.values()) {
        if (!mapped) continue;
        for (const { iova } of spans) {
          if (importers[importer]!.t === 1 && state.fenced(importers[importer]!.guest))
            yield clearFence(importers[importer]!.guest);
          yield portDma(importer, port, iova, true, true);
        }
      }
    }
  }
}

/** A device that is there makes the request. With a bus address it does so only while its driver has one for it. */
export function mayRequest(
  state: HostState,
  { importer, port, page }: AccessOp & { readonly by: 'importer' },
): boolean {
  const { importers, areas } = state.imports;
  const own = importers[importer];
  if (own === undefined || port >= own.ports.length) return false;
  if (own.path !== 'dma-api' || own.acs) return state.isOpen(importer, port);
  const bar = state.barAt(page);
  return areas[importer]!.get(bar)?.mapped === true;
}
