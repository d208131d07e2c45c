import {
  COMPARISONS,
  type ConditionGroup,
  type ConditionNode,
  type ConditionRow,
  type Operand,
} from "./model";

/** The RFC 9535 text of a condition; an empty group is the empty text. */
export function writeCondition(node: ConditionNode): string {
  return node.kind === "row" ? writeRow(node) : writeGroup(node, true);
}

function writeGroup(group: ConditionGroup, outermost: boolean): string {
  const items = group.items.filter((item) => item.kind === "row" || item.items.length > 0);
  const parts = items.map((item) =>
    item.kind === "row" ? writeRow(item) : writeGroup(item, items.length === 1),
  );
  const joined = parts.join(group.join === "and" ? " && " : " || ");
  if (group.not) return `!(${joined})`;
  return outermost || parts.length < 2 ? joined : `(${joined})`;
}

function writeRow(row: ConditionRow): string {
  const text = positive(row);
  if (!row.not) return text;
  return COMPARISONS.includes(row.operator) ? `!(${text})` : `!${text}`;
}

function positive({ path, operator, measure, right }: ConditionRow): string {
  const left = measure === "value" ? path : `${measure}(${path})`;
  if (operator === "exists") return path;
  if (operator === "is_empty") return `is_empty(${path})`;
  if (operator === "contains" || operator === "match" || operator === "search")
    return `${operator}(${path}, ${writeOperand(right)})`;
  return `${left} ${operator} ${writeOperand(right)}`;
}

/** A constant as RFC 9535 writes it, or the path. */
function writeOperand(operand: Operand): string {
  if (operand.kind === "path") return operand.path;
  return typeof operand.value === "string" ? quoted(operand.value) : String(operand.value);
}

function quoted(text: string): string {
  const inner = JSON.stringify(text).slice(1, -1).replaceAll('\\"', '"').replaceAll("'", "\\'");
  return `'${inner}'`;
}
