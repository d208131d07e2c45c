import type { Schemas } from "../client";

export type BulkJob = Schemas["BulkJobOut"];
export type BulkPreview = Schemas["BulkPreview"];
export type BulkItem = Schemas["BulkItemOut"];
export type BulkRequest = Schemas["BulkBodyRequest"];
export type BulkAction = Schemas["BulkAction"];
