import { Badge, Group, SegmentedControl, Text, TextInput } from "@mantine/core";
import { Search } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { fieldsOf, textOf } from "./texts";
import classes from "./visit.module.css";

const COLORS: Record<string, string> = { error: "red", warning: "yellow", warn: "yellow", info: "blue" };

/** The lines a step logged, by level and text. */
export function LogsView({ logs }: { logs: readonly unknown[] }) {
  const { t } = useTranslation("run");
  const [level, setLevel] = useState("all");
  const [text, setText] = useState("");
  const lines = logs.map(readLine);
  if (lines.length === 0)
    return (
      <Text c="dimmed" fz="sm">
        {t("logs.none")}
      </Text>
    );
  const levels = [...new Set(lines.map((line) => line.level))];
  const shown = lines.filter(
    (line) =>
      (level === "all" || line.level === level) &&
      `${line.message} ${line.more}`.toLowerCase().includes(text.trim().toLowerCase()),
  );
  return (
    <>
      <Group gap="xs" mb="xs">
        <SegmentedControl
          size="xs"
          aria-label={t("logs.level")}
          value={level}
          onChange={setLevel}
          data={[{ value: "all", label: t("logs.all") }, ...levels]}
        />
        <TextInput
          size="xs"
          type="search"
          aria-label={t("logs.search")}
          placeholder={t("logs.search")}
          leftSection={<Search size={14} aria-hidden />}
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
