/** The mediated device lets the first page, in IOVA order, that it has pinned in a range go: its IOVA, or null where none is. */
export type LetGo = (iova: bigint, bytes: bigint) => bigint | null;
