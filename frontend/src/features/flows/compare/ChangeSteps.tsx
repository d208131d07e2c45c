import { Group, Text } from "@mantine/core";
import { ChevronDown, ChevronUp } from "lucide-react";
import { useTranslation } from "react-i18next";
import { IconButton } from "@/components/IconButton";

interface ChangeStepsProps {
  count: number;
  at: number;
  onGo: (index: number) => void;
}

/** Which change one looks at, and the ways to the next and the one before. */
export function ChangeSteps({ count, at, onGo }: ChangeStepsProps) {
  const { t } = useTranslation("flows");
  return (
    <Group gap={4}>
      <Text fz="sm" c="dimmed" role="status">
        {count ? t("compare.position", { at: Math.min(at, count - 1) + 1, count }) : t("compare.same")}
      </Text>
      <IconButton
        icon={ChevronUp}
        label={t("compare.previous")}
        disabled={at <= 0}
        onClick={() => onGo(Math.min(at, count) - 1)}
      />
      <IconButton
        icon={ChevronDown}
        label={t("compare.next")}
        disabled={at >= count - 1}
        onClick={() => onGo(at + 1)}
      />
    </Group>
  );
}
