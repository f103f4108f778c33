import type { DmaOp } from '../../../model/vocabulary/device-access/op';
import type { WayStation } from '../../../model/vocabulary/picture';
import { pagesOf } from '../../../model/vocabulary/units';
import { pageAddress, sizeText } from '../../plain/words';
import { compareOutcome } from '../compare';
import { deviceEntry } from '../device-table';
import { resultText } from '../outcome-text';
import { readRequest } from '../request';
import { passes, type Reached, type Reading } from '../target';
import type { DeviceAccessStep } from './step';

/** The way of a DMA request through the state before it, as the rules read it; last, what came of it. */
export function stationsOf(step: DeviceAccessStep, op: DmaOp): WayStation[] {
  const { config, before, expectedOutcome, observedOutcome } = step;
  const reading = readRequest(config, before, op);
  const pasid = op.pasid === null ? '' : `, PASID ${op.pasid}`;
  const stations: WayStation[] = [
    {
      name: 'device',
      text: `device ${op.device} ${op.write ? 'writes' : 'reads'} ${pageAddress(op.iova)}, T=${op.t}${pasid}`,
      state: 'passed',
    },
    entryStation(step, op, reading),
    ...(reading.kind === 'reached' ? targetStations(step, op, reading.target) : stopStations(reading)),
  ];
  const isWrong = compareOutcome(op, expectedOutcome, observedOutcome) !== null;
  if (isWrong) stations.push({ name: 'expected', text: resultText(op, expectedOutcome), state: 'passed' });
  const ended = observedOutcome.dma?.ok === true ? 'passed' : 'refused';
  stations.push({ name: 'observed', text: resultText(op, observedOutcome), state: isWrong ? 'wrong' : ended });
  return stations;
}

function entryStation({ config, before }: DeviceAccessStep, op: DmaOp, reading: Reading): WayStation {
  const entry = deviceEntry(config, before, op);
  const name = op.t === 0 ? 'DTE' : 'secure DTE';
  if (entry === null) return { name, text: 'says nothing that the documents define', state: 'refused' };
  const host = entry.mode === 0 ? 'no host table' : `host table at ${pageAddress(entry.root)}, ${entry.mode} levels`;
  const first = entry.s1 === null ? '' : `, first stage at ${pageAddress(entry.s1.root)}`;
  const state = reading.kind === 'illegal' || reading.kind === 'fenced' || entry.blocked ? 'refused' : 'passed';
  const end =
    reading.kind === 'fenced' ? '; the guest is fenced' : reading.kind === 'illegal' ? '; illegal with SNP' : '';
  return { name, text: `${host}${first}${end}`, state };
}

/** Where a request ends that gets to no target. */
function stopStations(reading: Reading): WayStation[] {
  switch (reading.kind) {
    case 'io-fault':
      return [{ name: 'tables', text: 'no leaf there, or no permission', state: 'refused' }];
    case 'fetch-fault':
      return [
        { name: 'RMP check', text: `refuses the table page at guest ${pageAddress(reading.gpa)}`, state: 'refused' },
      ];
    case 'hw-error':
      return [{ name: 'RMP check', text: `refuses the table page at ${pageAddress(reading.spa)}`, state: 'refused' }];
    case 'open':
      return [{ name: 'tables', text: 'the documents leave open what happens', state: 'refused' }];
    default:
      return [];
  }
}

function targetStations({ config, before }: DeviceAccessStep, op: DmaOp, target: Reached): WayStation[] {
  const { hit, s1Lg, s2Lg, spa, gpa, granuleLg, check } = target;
  const stations: WayStation[] = [];
  if (hit !== null) {
    const text = `a cached translation of ${sizeText(hit.reachLg)} from ${pageAddress(hit.iova)} to ${pageAddress(hit.spa)}`;
    stations.push({ name: 'IOTLB', text, state: 'passed' });
  }
  if (s1Lg !== null)
    stations.push({ name: 'guest leaf', text: `${sizeText(s1Lg)}, to guest ${pageAddress(gpa)}`, state: 'passed' });
  if (s2Lg !== null)
    stations.push({ name: 'host leaf', text: `${sizeText(s2Lg)}, to ${pageAddress(spa)}`, state: 'passed' });
  const first = Math.floor(spa / pagesOf(granuleLg)) * pagesOf(granuleLg);
  stations.push({
    name: 'RMP check',
    text:
      check === 'none'
        ? 'nothing is checked of this request'
        : `of the ${sizeText(granuleLg)} at ${pageAddress(first)}: all of it must be ${check === 'shared' ? "the host's" : "the guest's"}`,
    state: passes(before, config, before.sdte(op.device), target) ? 'passed' : 'refused',
  });
  return stations;
}
