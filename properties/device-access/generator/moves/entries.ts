/** Device entries of every kind, legal or not, and the GCR3 table. */
import type { DeviceAccessOp } from '../../../../model/vocabulary/device-access/op';
import { plainDte, plainSdte, secureS1Root, setDte, type DteForm } from '../entries';
import { FIRST_REGION, GUEST, OTHER_GUEST, REGIONS, Table, gpaOf } from '../layout';
import type { World } from '../world';
import type { Move } from './move';
import { PASIDS } from './pasid';

function program(w: World, device: number, form: DteForm): DeviceAccessOp {
  w.forms[device] = form;
  return setDte(device, form, w.config.tables, w.config.rmp.cBit);
}

/** The plain host-only form. */
export const hostOnly =
  (device: number): Move =>
  (w) =>
    program(w, device, plainDte(w.config.tables));

/** A GCR3 table over the host table. */
export const nested =
  (device: number): Move =>
  (w) =>
    program(w, device, { ...plainDte(w.config.tables), nested: true, giov: w.draw.chance(60) });

/** A secure entry that changes little or much from the plain one. */
export const secure =
  (device: number, s1: boolean): Move =>
  (w) => {
    const { draw, config } = w;
    const vtom = gpaOf(FIRST_REGION) + draw.int(REGIONS) * 512 + (draw.chance(60) ? 0 : draw.int(512));
    const sdte = {
      ...plainSdte(config.tables),
      s1Root: s1 ? secureS1Root(config.tables) : null,
      asid: draw.chance(85) ? GUEST : OTHER_GUEST,
      vmpl: draw.chance(75) ? 0 : 1 + draw.int(3),
      vtom: draw.chance(45) ? vtom : null,
    };
    w.sdtes[device] = sdte;
    return { op: 'setSdte', device, sdte };
  };

/** Any secure entry, Mode = 0 among them. */
export const anySecure: Move = (w) => {
  const device = w.draw.int(w.config.devices);
  const op = secure(device, w.draw.chance(30))(w);
  if (op?.op !== 'setSdte' || op.sdte === null || !w.draw.chance(12)) return op;
  return { ...op, sdte: { ...op.sdte, mode: 0 } };
};

/** Any DTE: passthrough, S1 only, blocked, without a permission, fewer or more levels than the table has. */
export const anyDte: Move = (w) => {
  const { draw, config } = w;
  const device = draw.int(config.devices);
  const plain = plainDte(config.tables);
  const form: DteForm = { ...plain, nested: draw.chance(35), giov: draw.chance(50), cBit: draw.chance(30) };
  switch (draw.int(8)) {
    case 0:
    case 1:
      return program(w, device, { ...plain, mode: 0 });
    case 2:
      return program(w, device, { ...plain, mode: 0, nested: true, giov: true });
    case 3:
      return program(w, device, { ...plain, tv: false });
    case 4:
      return program(w, device, { ...plain, read: draw.chance(50), write: draw.chance(50) });
    case 5:
      return program(w, device, { ...plain, mode: 1 + draw.int(6) });
    default:
      return program(w, device, form);
  }
};

/** A PASID leads to the S1 table. */
export const gcr3: Move = (w) => leadTo(w.draw.pick([...PASIDS, 2]));

export const leadTo = (pasid: number): DeviceAccessOp => ({ op: 'gcr3', table: Table.gcr3, pasid, s1: Table.s1 });
