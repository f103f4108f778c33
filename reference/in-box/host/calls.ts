import type { ActorName, HostCall } from '../../../model/vocabulary/host/op';
import { clearFence, reclaim } from '../../../model/vocabulary/host/own-steps';
import type { Context, Protocol } from './context';
import { touch, validateCall } from './guest/access';
import { toPrivate, toShared } from './guest/convert';
import { exporterProtocol, importerProtocol } from './import/calls';
import { attach, detach, mapShared } from './kernel/devices';
import { finishLaunch, launchPages } from './kernel/launch';
import { alloc, free, gmemPunch, write } from './kernel/memory-calls';
import { accept, lockTdi, release } from './kernel/tdi';

function* clear(guest: number): Protocol {
  yield clearFence(guest);
}
function* reclaimPage(pfn: number): Protocol {
  yield reclaim(pfn, 1);
}

/** Guest of a vCPU's or VMM's name; −1 for the others. */
export const guestOfActor = (name: ActorName): number => (name.startsWith('v') ? Number(/\d+/.exec(name)![0]) : -1);

/** The protocol of a call; null where this actor does not make such calls, or names what is not there. */
export function protocolOf(ctx: Context, name: ActorName, call: HostCall): Protocol | null {
  const guest = guestOfActor(name);
  if (name.startsWith('vcpu')) return guestProtocol(ctx, guest, call);
  if (name.startsWith('vmm')) return vmmProtocol(ctx, guest, call);
  if (name.startsWith('importer')) return importerProtocol(ctx, Number(name.slice('importer'.length)), call);
  if (name.startsWith('kernel')) return kernelProtocol(ctx, call);
  return firmwareProtocol(ctx, call);
}

function guestProtocol(ctx: Context, guest: number, call: HostCall): Protocol | null {
  if (!ctx.state.launched(guest)) return null;
  switch (call.call) {
    case 'toPrivate':
      return toPrivate(ctx, guest, call.gfn, call.n);
    case 'toShared':
      return toShared(ctx, guest, call.gfn, call.n);
    case 'pvalidate':
      return validateCall(ctx, guest, call.gfn, call.size, call.validate);
    case 'touch':
      return touch(ctx, guest, call.gfn);
    default:
      return null;
  }
}

function vmmProtocol(ctx: Context, guest: number, call: HostCall): Protocol | null {
  const exporter = exporterProtocol(ctx, guest, call);
  if (exporter !== null) return exporter;
  if (call.call === 'mapShared') return mapShared(ctx, guest, call);
  if (call.call === 'launchUpdate') return launchPages(ctx, guest, call.gfn, call.n, call.refused);
  if (call.call === 'launchFinish') return finishLaunch(ctx, guest);
  if (!('device' in call) || ctx.state.config.devices[call.device]?.guest !== guest) return null;
  switch (call.call) {
    case 'attach':
      return call.t === 0 ? attach(ctx, call.device) : accept(ctx, call.device);
    case 'detach':
      return detach(ctx, call.device);
    case 'release':
      return release(ctx, call.device);
    case 'accept':
      return accept(ctx, call.device);
    case 'lockTdi':
      return lockTdi(ctx, call.device);
    default:
      return null;
  }
}

function kernelProtocol(ctx: Context, call: HostCall): Protocol | null {
  const { ram, guests } = ctx.state.config;
  switch (call.call) {
    case 'alloc':
      return alloc(ctx, call.n);
    case 'free':
      return free(ctx, call.pfn, call.n);
    case 'hostWrite':
      return call.pfn < ram * 512 ? write(ctx, call.pfn) : null;
    case 'gmemPunch':
      return call.guest < guests.length ? gmemPunch(ctx, call.guest, call.gfn, call.n) : null;
    default:
      return null;
  }
}

function firmwareProtocol({ state }: Context, call: HostCall): Protocol | null {
  if (call.call === 'reclaim') return state.holder(call.pfn) >= 0 ? reclaimPage(call.pfn) : null;
  if (call.call === 'clearFence') return call.guest < state.config.guests.length ? clear(call.guest) : null;
  return null;
}
