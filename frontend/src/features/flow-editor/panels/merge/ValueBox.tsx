import { Text } from "@mantine/core";
import { useTranslation } from "react-i18next";
import classes from "./merge.module.css";

/** A value of a field as one reads it: text as it is, the rest as JSON, "not there" in words. */
export function ValueBox({ value, tone }: { value: unknown; tone?: "before" | "after" }) {
  const { t } = useTranslation("flow-editor");
  if (value === undefined)
    return (
      <Text fz="xs" c="dimmed" fs="italic" className={classes.value} data-tone={tone}>
        {t("merge.absent")}
      </Text>
    );
  const text = typeof value === "string" ? value : JSON.stringify(value, null, 2);
  return (
    <pre className={classes.value} data-tone={tone}>
      {text === "" ? '""' : text}
    </pre>
  );
}
