/** A value that a row compares with: a constant, or another path. */
export type Operand =
  | { kind: "constant"; value: string | number | boolean | null }
  | { kind: "path"; path: string };

/** How a row looks at its path before comparing. */
export type Measure = "value" | "length" | "count";

/** What a row asks of its path. `exists` and `is_empty` need no right side. */
export type Operator =
  | "=="
  | "!="
  | "<"
  | "<="
  | ">"
  | ">="
  | "contains"
  | "match"
  | "search"
  | "is_empty"
  | "exists";

export interface ConditionRow {
  kind: "row";
  not: boolean;
  measure: Measure;
  path: string;
  operator: Operator;
  right: Operand;
}

export interface ConditionGroup {
  kind: "group";
  not: boolean;
  join: "and" | "or";
  items: readonly ConditionNode[];
}

export type ConditionNode = ConditionRow | ConditionGroup;

export const COMPARISONS: readonly Operator[] = ["==", "!=", "<", "<=", ">", ">="];
export const OPERATORS: readonly Operator[] = [
  ...COMPARISONS,
  "contains",
  "search",
  "match",
  "is_empty",
  "exists",
];

/** Whether an operator has a right side. */
export function hasRight(operator: Operator): boolean {
  return operator !== "is_empty" && operator !== "exists";
}

/** Whether a row with this operator may measure its path. */
export function mayMeasure(operator: Operator): boolean {
  return COMPARISONS.includes(operator);
}

/** A row that asks nothing yet. */
export function blankRow(path = "$."): ConditionRow {
  return {
    kind: "row",
    not: false,
    measure: "value",
    path,
    operator: "==",
    right: { kind: "constant", value: "" },
  };
}
