/** Byte addresses as instructions and commands name them. */
import { PAGE_BYTES } from '../vocabulary/units';
import { REGION_PAGES, type SpaPage } from '../vocabulary/rmp/entry';
import type { RmpTable } from './table';

/** The page of a byte address, without the C-bit. */
export const pageOfSpa = (table: RmpTable, spa: number): SpaPage => table.withoutCBit(Math.floor(spa / PAGE_BYTES));

export const isPageAligned = (address: number): boolean => address % PAGE_BYTES === 0;
export const isRegionAligned = (address: number): boolean => address % (PAGE_BYTES * REGION_PAGES) === 0;
