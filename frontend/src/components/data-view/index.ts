export { JsonView, JsonView as DataView, type JsonViewProps } from "./JsonView";
export type { PlaceMark } from "./rows";
