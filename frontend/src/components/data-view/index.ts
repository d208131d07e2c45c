export { JsonView, JsonView as DataView, type JsonViewProps } from "./JsonView";
