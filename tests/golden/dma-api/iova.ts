/** dma-mmio.md 4.4. Data only. */
import type { DmaApiOp, IovaOp } from '../../../model/vocabulary/dma-api/op';
import { Errno } from '../../../model/vocabulary/errno';
import {
  BAR0,
  CC_SHARED,
  IOMMU,
  IOVA_END,
  LOCKED,
  MMIO,
  POOL,
  PRIVATE_RAM,
  REQUIRE_COHERENT,
  type GoldenDmaApiRow,
  type GoldenStep,
} from './build';

type Op<Kind extends IovaOp['op']> = Extract<IovaOp, { readonly op: Kind }>;

const PAGE = 0x1000n;
const STATE_BYTES = 4n * PAGE;
const ADDRESS = IOVA_END - STATE_BYTES;

const alloc = (fields: Partial<Op<'tryAlloc'>> = {}): Op<'tryAlloc'> => ({
  op: 'tryAlloc',
  state: 's',
  device: 0,
  phys: 0n,
  bytes: STATE_BYTES,
  fail: null,
  ...fields,
});
const link = (attrs: number, fields: Partial<Op<'link'>> = {}): Op<'link'> => ({
  op: 'link',
  state: 's',
  phys: (attrs & MMIO) === 0 ? PRIVATE_RAM : BAR0,
  offset: 0n,
  bytes: PAGE,
  direction: 'TO_DEVICE',
  attrs,
  fail: null,
  ...fields,
});
const sync = (offset: bigint, bytes: bigint): DmaApiOp => ({ op: 'sync', state: 's', offset, bytes, fail: 0 });
const destroy = (mappedBytes: bigint, attrs: number): DmaApiOp => ({
  op: 'destroy',
  state: 's',
  mappedBytes,
  direction: 'TO_DEVICE',
  attrs,
});
const unlink = (offset: bigint, bytes: bigint, attrs: number): DmaApiOp => ({
  op: 'unlink',
  state: 's',
  offset,
  bytes,
  direction: 'TO_DEVICE',
  attrs,
});

const allocated: GoldenStep = { op: alloc(), value: 1, address: ADDRESS, events: ['reserve'], reserved: STATE_BYTES };
const refused = (fields: Partial<Op<'tryAlloc'>>): GoldenStep => ({
  op: alloc(fields),
  address: null,
  events: [],
  reserved: 0n,
});

const row = (id: string, steps: readonly GoldenStep[], fields: Partial<GoldenDmaApiRow> = {}): GoldenDmaApiRow => ({
  id: `4.4 ${id}`,
  requester: IOMMU,
  steps,
  ...fields,
});

export const IOVA_ROWS: readonly GoldenDmaApiRow[] = [
  row('not iommu-dma', [refused({})], { requester: {} }),
  row('no size, bit 63, no space, no attach', [
    refused({ bytes: 0n }),
    refused({ state: 't', bytes: 1n << 63n }),
    refused({ state: 'u', bytes: 1n << 62n }),
    refused({ state: 'v', fail: { at: 'iova' } }),
    refused({ state: 'w', fail: { at: 'attach' } }),
  ]),
  row('the address keeps the place in the granule', [
    {
      op: alloc({ phys: BAR0 + 0x80n, bytes: PAGE }),
      value: 1,
      address: IOVA_END - 2n * PAGE + 0x80n,
      reserved: 2n * PAGE,
    },
  ]),
  row('link, sync, unlink, free', [
    allocated,
    {
      op: link(MMIO),
      events: ['iommuMap'],
      unflushed: PAGE,
      leads: [[ADDRESS, { paddr: BAR0, prot: 17, cBit: false }]],
    },
    { op: link(MMIO, { offset: PAGE, phys: BAR0 + 8n * PAGE }), unflushed: 2n * PAGE },
    { op: sync(0n, 2n * PAGE), events: ['flush'], unflushed: 0n },
    { op: unlink(PAGE, PAGE, MMIO), events: ['iommuUnmap', 'flush'], leads: [[ADDRESS + PAGE, null]] },
    { op: { op: 'free', state: 's' }, end: 'absent' },
    { op: unlink(0n, PAGE, MMIO), reserved: STATE_BYTES },
    { op: { op: 'free', state: 's' }, events: ['release'], reserved: 0n },
  ]),
  row('destroy frees all, however little was linked (DMA-050)', [
    allocated,
    { op: link(MMIO) },
    { op: destroy(PAGE, MMIO), events: ['iommuUnmap', 'flush', 'release'], reserved: 0n, leads: [[ADDRESS, null]] },
  ]),
  row('destroy of nothing linked', [allocated, { op: destroy(0n, 0), events: ['release'], reserved: 0n }]),
  row('in-granule offset behind the start (DMA-047)', [
    allocated,
    { op: link(MMIO, { phys: BAR0 + 0x80n, offset: PAGE, bytes: 0x80n }), value: Errno.EIO, events: [] },
  ]),
  row(
    'unaligned MMIO of a device that bounces (DMA-048)',
    [
      { op: alloc({ phys: 0x80n, bytes: 0x80n }), value: 1 },
      { op: link(MMIO, { phys: BAR0 + 0x80n, bytes: 0x80n }), value: Errno.EPERM, events: [], slots: 0 },
    ],
    { requester: { ...IOMMU, untrusted: true } },
  ),
  row(
    'unaligned RAM of a device that bounces',
    [
      { op: alloc({ phys: 0x80n, bytes: 3n * PAGE }), value: 1, address: ADDRESS + 0x80n },
      {
        op: link(0, { phys: PRIVATE_RAM + 0x80n, bytes: 3n * PAGE }),
        events: ['bounce', 'iommuMap', 'iommuMap', 'bounce', 'iommuMap'],
        slots: 4,
        leads: [
          [ADDRESS, { paddr: POOL, prot: 5, cBit: false }],
          [ADDRESS + PAGE, { paddr: PRIVATE_RAM + PAGE, prot: 5, cBit: false }],
          [ADDRESS + 3n * PAGE, { paddr: POOL + PAGE, prot: 5, cBit: false }],
        ],
      },
      { op: link(REQUIRE_COHERENT, { offset: 4n * PAGE - 0x80n }), end: 'absent' },
      { op: destroy(3n * PAGE, 0), slots: 0, reserved: 0n },
    ],
    { requester: { ...IOMMU, untrusted: true } },
  ),
  row(
    'REQUIRE_COHERENT after a bounce',
    [
      { op: alloc({ bytes: 2n * PAGE }), value: 1 },
      { op: link(0, { bytes: 0x80n }), slots: 2 },
      { op: link(REQUIRE_COHERENT, { offset: PAGE }), value: Errno.EOPNOTSUPP },
    ],
    { requester: { ...IOMMU, untrusted: true } },
  ),
  row(
    'REQUIRE_COHERENT of a non-coherent device',
    [allocated, { op: link(REQUIRE_COHERENT), value: Errno.EOPNOTSUPP, events: [] }],
    { requester: { ...IOMMU, coherent: false } },
  ),
  row(
    'a tail that finds no slot takes the rest back',
    [
      { op: alloc({ phys: 0x80n, bytes: 3n * PAGE }), value: 1 },
      {
        op: link(0, { phys: PRIVATE_RAM + 0x80n, bytes: 3n * PAGE, fail: { at: 'bounce', piece: 1 } }),
        value: Errno.ENOMEM,
        slots: 0,
        unflushed: 0n,
        leads: [[ADDRESS, null]],
      },
    ],
    { requester: { ...IOMMU, untrusted: true } },
  ),
  row(
    'D4-1: link asks what dma_map_phys asks',
    [allocated, { op: link(MMIO), value: Errno.EPERM }, { op: link(CC_SHARED), value: Errno.EPERM }],
    { platform: 'realm', owner: LOCKED },
  ),
  row('D4-1 as built', [allocated, { op: link(MMIO) }, { op: link(CC_SHARED, { offset: PAGE }) }], {
    platform: 'realm',
    owner: LOCKED,
    assume: { DMA_IOMMU_CC: 'ignored' },
  }),
];
