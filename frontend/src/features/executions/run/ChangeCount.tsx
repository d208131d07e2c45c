import { Tooltip } from "@mantine/core";
import { useTranslation } from "react-i18next";
import type { VisitRow } from "@/api/executions/types";
import classes from "./run.module.css";

/** How many places of the context a visit wrote: `+3 ~1 −0`; nothing when it wrote none. */
export function ChangeCount({ changes }: { changes: VisitRow["changes"] }) {
  const { t } = useTranslation("run");
  const { added, changed, removed } = changes;
  if (added + changed + removed === 0) return null;
  return (
    <Tooltip label={t("list.changes", { added, changed, removed })}>
      <span className={classes.mark}>{`+${added} ~${changed} −${removed}`}</span>
    </Tooltip>
  );
}
