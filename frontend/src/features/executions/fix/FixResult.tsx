import { Stack, Text } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { visitQuery } from "@/api/executions/getVisit";
import { ErrorState } from "@/components/ErrorState";
import { ListSkeleton } from "@/components/ListSkeleton";
import { ReplayedVisit, ReplayNotes, Values, VisitTitle } from "../shared/ReplayedVisit";
import classes from "../shared/split.module.css";
import { ValuePair } from "../shared/ValuePair";
import type { FixRow } from "./replayRows";
import type { Fix } from "./useFix";

/** The chosen visit as it was recorded and as it is with the edits. */
export function FixResult({ fix }: { fix: Fix }) {
  const { t } = useTranslation("fix");
  const { chosen } = fix;
  return (
    <section className={classes.detail} aria-label={t("result")} aria-busy={!fix.isCurrent}>
      {chosen && (
        <Stack gap="sm">
          <VisitTitle
            name={fix.nameOf(chosen.stepInstanceId)}
            path={chosen.path}
            status={chosen.after ?? chosen.before}
          />
          <Result fix={fix} row={chosen} />
        </Stack>
      )}
    </section>
  );
}

function Result({ fix, row }: { fix: Fix; row: FixRow }) {
  const { t } = useTranslation("fix");
  if (row.verdict === "missed") return <Text fz="sm">{t("visit.missed")}</Text>;
  if (row.now && row.recorded === null) return <ReplayedVisit visit={row.now} />;
  return <Beside fix={fix} row={row} />;
}

function Beside({ fix, row }: { fix: Fix; row: FixRow }) {
  const { t } = useTranslation("fix");
  const visit = useQuery({
    ...visitQuery(fix.id, row.recorded ?? 0, `fix:${row.before}`),
    enabled: row.recorded !== null,
  });
  if (visit.error) return <ErrorState error={visit.error} onRetry={() => void visit.refetch()} />;
  if (!visit.data) return <ListSkeleton rows={4} height={24} />;
  const names = { left: t("visit.before"), right: t("visit.after") };
  const now = row.now;
  const isTouched = fix.touched.includes(row.stepInstanceId);
  if (!now)
    return (
      <Stack gap="md">
        <Text fz="sm">{t(isTouched ? "visit.promptEdited" : "visit.untried")}</Text>
        <Values label={t("visit.input")} value={visit.data.input} />
        <Values label={t("visit.output")} value={visit.data.output} />
      </Stack>
    );
  return (
    <Stack gap="md">
      <ReplayNotes visit={now} />
      <ValuePair
        label={t("visit.input")}
        left={visit.data.input}
        right={now.input}
        names={names}
        maxHeight={150}
      />
      <ValuePair
        label={t("visit.output")}
        left={visit.data.output}
        right={now.output}
        names={names}
        maxHeight={150}
      />
      {(visit.data.error || now.error) && (
        <ValuePair
          label={t("visit.error")}
          left={visit.data.error?.message}
          right={now.error?.message}
          names={names}
          maxHeight={90}
        />
      )}
    </Stack>
  );
}
