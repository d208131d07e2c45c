export { DataView, type DataViewProps } from "./DataView";
