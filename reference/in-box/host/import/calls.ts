import type { HostCall } from '../../../../model/vocabulary/host/op';
import type { Context, Protocol } from '../context';
import { dropBuffer, importBuffer } from './buffer';
import { closePort, openPort } from './ports';
import { transfer } from './transfer';
import { exportBar, resetDevice, switchMemory } from './triggers';
import { dropUser, importUser } from './type1';

/** The protocol of an importer's call; null where it does not make such calls, or names what is not there. */
export function importerProtocol(ctx: Context, importer: number, call: HostCall): Protocol | null {
  const { bars, imports } = ctx.state;
  const { path, ports } = imports.importers[importer]!;
  const isDriver = path === 'dma-api';
  if ('bar' in call && call.bar >= bars.length) return null;
  if ('port' in call && (call.port >= ports.length || isDriver)) return null;
  switch (call.call) {
    case 'importBar':
      return path === 'type1' ? importUser(ctx, importer, call) : importBuffer(ctx, importer, call);
    case 'dropImport':
      return path === 'type1' ? dropUser(ctx, importer, call.bar) : dropBuffer(ctx, importer, call.bar);
    case 'openPort':
      return openPort(ctx, importer, call.port, call.fails);
    case 'closePort':
      return closePort(ctx, importer, call.port);
    case 'transfer':
      return isDriver ? transfer(ctx, importer, call.bar, call.page, call.n) : null;
    default:
      return null;
  }
}

/** The protocol of what a VMM does with BARs of its guest's devices; null: it is none of its calls, or not its device. */
export function exporterProtocol(ctx: Context, guest: number, call: HostCall): Protocol | null {
  const { bars, config } = ctx.state;
  switch (call.call) {
    case 'exportBar':
      return bars[call.bar]?.guest === guest ? exportBar(ctx, call.bar) : null;
    case 'resetDevice':
      return config.devices[call.device]?.guest === guest ? resetDevice(ctx, call.device) : null;
    case 'setMemory':
      return config.devices[call.device]?.guest === guest ? switchMemory(ctx, call.device, call.on) : null;
    default:
      return null;
  }
}
