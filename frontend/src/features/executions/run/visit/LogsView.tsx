import { Badge, Group, SegmentedControl, Text, TextInput } from "@mantine/core";
import { Search } from "lucide-react";
import { useCallback } from "react";
import { useTranslation } from "react-i18next";
import { LONGEST_TEXT } from "../runSearch";
import type { RunPage } from "../useRunPage";
import { useTyped } from "../useTyped";
import { fieldsOf, textOf } from "./texts";
import classes from "./visit.module.css";

const COLORS: Record<string, string> = { error: "red", warning: "yellow", warn: "yellow", info: "blue" };
const ALL = "all";

interface LogsViewProps {
  page: Pick<RunPage, "search" | "change">;
  logs: readonly unknown[];
}

/** The lines a step logged, by level and text. Both stay when another visit is chosen. */
export function LogsView({ page, logs }: LogsViewProps) {
  const { t } = useTranslation("run");
  const { search, change } = page;
  const keep = useCallback((log: string) => change({ log }), [change]);
  const [text, setText] = useTyped(search.log ?? "", keep);
  const level = search.level ?? ALL;
  const lines = logs.map(readLine);
  if (lines.length === 0)
    return (
      <Text c="dimmed" fz="sm">
        {t("logs.none")}
      </Text>
    );
  const levels = [...new Set([...lines.map((line) => line.level), ...(search.level ? [search.level] : [])])];
  const shown = lines.filter(
    (line) =>
      (level === ALL || line.level === level) &&
      `${line.message} ${line.more}`.toLowerCase().includes(text.trim().toLowerCase()),
  );
  return (
    <>
      <Group gap="xs" mb="xs">
        <SegmentedControl
          size="xs"
          aria-label={t("logs.level")}
          value={level}
          onChange={(next) => change({ level: next === ALL ? undefined : next })}
          data={[{ value: ALL, label: t("logs.all") }, ...levels]}
        />
        <TextInput
          size="xs"
          type="search"
          aria-label={t("logs.search")}
          placeholder={t("logs.search")}
          leftSection={<Search size={14} aria-hidden />}
          maxLength={LONGEST_TEXT}
          value={text}
          onChange={(event) => setText(event.currentTarget.value)}
        />
      </Group>
      {shown.length === 0 && (
        <Text c="dimmed" fz="sm">
          {t("logs.noMatch")}
        </Text>
      )}
      <ol className={classes.logs}>
        {shown.map((line, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: lines of a log are only added at its end
          <li key={index}>
            <Badge size="xs" color={COLORS[line.level] ?? "gray"}>
              {line.level}
            </Badge>
            <span className={classes.message}>
              {line.message} {line.more && <span className={classes.dim}>{line.more}</span>}
            </span>
          </li>
        ))}
      </ol>
    </>
  );
}

interface LogLine {
  level: string;
  message: string;
  /** What was logged besides the message, as JSON. */
  more: string;
}

function readLine(line: unknown): LogLine {
  if (typeof line === "string") return { level: "info", message: line, more: "" };
  const { level, message, ...rest } = fieldsOf(line);
  return {
    level: textOf(level).toLowerCase() || "info",
    message: textOf(message),
    more: Object.keys(rest).length > 0 ? JSON.stringify(rest) : "",
  };
}
