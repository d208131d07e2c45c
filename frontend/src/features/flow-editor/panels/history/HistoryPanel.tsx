import { Text, UnstyledButton } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { RelativeTime } from "@/components/RelativeTime";
import { useEditor, useEditorStore } from "../../store";
import classes from "./HistoryPanel.module.css";

/** Every gesture since the draft was opened, the newest first; a click goes there. What was undone is dim. */
export function HistoryPanel() {
  const { t } = useTranslation("flow-editor");
  const history = useEditor((state) => state.history);
  const store = useEditorStore();
  const rows = history.entries.map((entry, index) => ({ entry, index })).reverse();
  return (
    <ol className={classes.list} aria-label={t("panels.history")}>
      {rows.map(({ entry, index }) => (
        <li key={`${index} ${entry.at}`}>
          <UnstyledButton
            className={classes.entry}
            data-undone={index > history.index || undefined}
            aria-current={index === history.index ? "step" : undefined}
            onClick={() => store.getState().goTo(index)}
          >
            <Text fz="sm" className={classes.name}>
              {entry.gesture}
            </Text>
            <Text
              fz="xs"
              c={index === history.index ? undefined : "dimmed"}
              component="div"
              className={classes.when}
            >
              {index > history.index ? `${t("history.undone")} · ` : ""}
              <RelativeTime at={new Date(entry.at).toISOString()} />
            </Text>
          </UnstyledButton>
        </li>
      ))}
    </ol>
  );
}
