/**
 * The open questions of dma-mmio.md that touch the dma-api machine, with the positions one can take. The first position
 * of each is the default. Evidence and wording: model/assumptions.
 */
export const DMA_API_ASSUMPTION_POSITIONS = {
  /**
   * Which release's direct path (4.2), forced bounce of guests (0.4, Platform.guestForcesBounce) and whitelist of host
   * bridges (3.2)? 7.2 direct: a device that bounces by force takes MMIO and REQUIRE_COHERENT for an ERROR and bounces
   * the rest, but with CC_SHARED neither; another one takes CC_SHARED for an ERROR. What is not bounced so: MMIO is its
   * CPU address; RAM with CC_SHARED the shared alias; both ERROR where the device cannot name it, the kmalloc rule not
   * asked; RAM without is as in 7.3. Capability is mask and bus limit alone, and bounces take any pool for shared.
   */
  DMA_RELEASE: ['7.3', '7.2'],
  /**
   * Is forceUnencrypted of a guest asked of each device (false where it is locked), or true for all? 7.1, 11.5,
   * DMA-057. 7.2 asks it of nothing.
   */
  DMA_FORCE_UNENCRYPTED: ['per-device', 'per-platform'],
  /**
   * Does the direct path of a guest look at the BAR that an MMIO mapping begins in? `checked`: shared MMIO needs
   * CC_SHARED, private MMIO its absence and T=1, else ERROR, before anything else of the path. 7.2 M5, M8.
   */
  DMA_MMIO_STATE: ['checked', 'ignored'],
  /**
   * Does the bus address path of a guest look at the BAR? `checked`: private MMIO needs T=1, else EREMOTEIO. 7.2 B1.
   */
  DMA_BUS_ADDR_CC: ['checked', 'ignored'],
  /**
   * Do the IOMMU and legacy paths of a guest, dma_iova_link too, look at the BAR? `checked`: MMIO that begins in a
   * private BAR needs T=1, else ERROR, before anything else of the path; link refuses it, and CC_SHARED as dma_map_phys
   * does, with EPERM, behind EIO and EOPNOTSUPP. 7.2 I2, D4-1, DMA-052.
   */
  DMA_IOMMU_CC: ['checked', 'ignored'],
  /**
   * What is added to the attributes of a P2P mapping through the host bridge: MMIO, and in a guest CC_SHARED where the
   * BAR is shared (under DMA_MMIO_ATTR mmio-encrypted: MMIO_ENCRYPTED where it is private); or MMIO alone? 3.4,
   * CCSHARED-26.
   */
  DMA_P2P_ATTRS: ['provider', 'mmio-alone'],
  /** How is page-backed P2P memory of a scatterlist mapped through the host bridge? 4.6. */
  DMA_SG_P2P: ['mmio', 'as-ram'],
  /** May a requester that issues T=1 reach MMIO that is shared? `no`: each check above refuses it too. 7.2 M7, 11.7. */
  DMA_T1_SHARED_MMIO: ['yes', 'no'],
  /** The C-bit in the direct address of private MMIO in an AMD guest. 7.3, LENDACKY-25 against the APM. */
  DMA_TRUSTED_MMIO_CBIT: ['set', 'clear'],
  /**
   * What names MMIO of a guest private: MMIO without CC_SHARED, or the MMIO_ENCRYPTED of seed 002? With the latter
   * CC_SHARED says nothing of MMIO, and MMIO without MMIO_ENCRYPTED is what MMIO with CC_SHARED is else; IOMMU and
   * legacy paths take both. 7.3.
   */
  DMA_MMIO_ATTR: ['cc-shared', 'mmio-encrypted'],
  /**
   * May RAM that the caller made shared be mapped in a guest with CC_SHARED? `bounce-only`: the direct path refuses it,
   * forced bounce or not. 7.3, seed 001.
   */
  DMA_CC_RAM: ['cc-shared', 'bounce-only'],
  /** What POWER TCE does with MMIO. 4.5, 11.8. */
  DMA_POWER_TCE_MMIO: ['maps', 'refuses'],
} as const;

export type DmaApiAssumptionName = keyof typeof DMA_API_ASSUMPTION_POSITIONS;
/** One position for each question. */
export type DmaApiAssumptions = {
  readonly [N in DmaApiAssumptionName]: (typeof DMA_API_ASSUMPTION_POSITIONS)[N][number];
};

/** The first position of each question. */
export const DEFAULT_DMA_API_ASSUMPTIONS: DmaApiAssumptions = {
  DMA_RELEASE: '7.3',
  DMA_FORCE_UNENCRYPTED: 'per-device',
  DMA_MMIO_STATE: 'checked',
  DMA_BUS_ADDR_CC: 'checked',
  DMA_IOMMU_CC: 'checked',
  DMA_P2P_ATTRS: 'provider',
  DMA_SG_P2P: 'mmio',
  DMA_T1_SHARED_MMIO: 'yes',
  DMA_TRUSTED_MMIO_CBIT: 'set',
  DMA_MMIO_ATTR: 'cc-shared',
  DMA_CC_RAM: 'cc-shared',
  DMA_POWER_TCE_MMIO: 'maps',
};
