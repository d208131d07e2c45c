import { Text } from "@mantine/core";
import type { NodeFaceProps } from "@/plugins/types";

/** What the place stands for, on the node. */
export function NoOperationFace({ step }: NodeFaceProps) {
  return step.description ? (
    <Text fz="xs" c="dimmed" lineClamp={2}>
      {step.description}
    </Text>
  ) : null;
}
