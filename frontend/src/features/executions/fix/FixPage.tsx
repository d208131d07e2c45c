import { Alert, Box, Button, Text } from "@mantine/core";
import { useParams, useSearch } from "@tanstack/react-router";
import { FlaskConical, History, Rocket } from "lucide-react";
import { lazy, Suspense, useState } from "react";
import { useTranslation } from "react-i18next";
import { ErrorState } from "@/components/ErrorState";
import { ListSkeleton } from "@/components/ListSkeleton";
import { PageHeader } from "@/components/PageHeader";
import { paths } from "@/lib/paths";
import { usePermission } from "@/lib/session";
import { askDiscard } from "../redrive/askDiscard";
import { shortId } from "../shared/shortId";
import classes from "../shared/split.module.css";
import { VerdictList } from "../shared/VerdictList";
import { FixResult } from "./FixResult";
import { parseFixSearch } from "./fixSearch";
import { VERDICT_COLORS } from "./replayRows";
import { StepForm } from "./StepForm";
import "../texts";
import "./texts";
import { type Fix, useFix } from "./useFix";

const ApplyDialog = lazy(() => import("./ApplyDialog").then((m) => ({ default: m.ApplyDialog })));

/** A run is mended in place: change a step, see at once what the recorded run would have done, then make it so. */
export function FixPage() {
  const { executionId } = useParams({ strict: false });
  const raw: Record<string, unknown> = useSearch({ strict: false });
  return <Mending key={`${executionId} ${parseFixSearch(raw).version}`} />;
}

function Mending() {
  const fix = useFix();
  const error = fix.run.error ?? fix.definition.error;
  if (!fix.document || !fix.run.execution || !fix.run.isReady)
    return (
      <Box p="lg" className={classes.scroll}>
        <Head fix={fix} />
        {error ? (
          <ErrorState error={error} onRetry={fix.run.retry} />
        ) : fix.base?.document === null ? (
          <Alert color="yellow">{fix.base.reason}</Alert>
        ) : (
          <ListSkeleton rows={8} />
        )}
      </Box>
    );
  return (
    <div className={classes.page}>
      <div className={classes.head}>
        <Head fix={fix} />
        <Restored fix={fix} />
        {fix.isTried && <Outcome fix={fix} />}
      </div>
      <Parts fix={fix} />
    </div>
  );
}

function Parts({ fix }: { fix: Fix }) {
  const { t } = useTranslation("fix");
  return (
    <div className={classes.split} data-form>
      <section className={classes.list} aria-label={t("list")}>
        <VerdictList
          label={t("list")}
          rows={fix.rows.map((row) => ({
            key: row.key,
            name: fix.nameOf(row.stepInstanceId),
            place: fix.touched.includes(row.stepInstanceId) ? t("edited") : "",
            left: row.before,
            right: row.after,
            verdict: t(`verdict.${row.verdict}`),
            color: VERDICT_COLORS[row.verdict],
          }))}
          chosen={fix.chosen?.key}
          onChoose={fix.choose}
          empty={t("noStep")}
        />
      </section>
      <section className={classes.form} aria-label={t("form")}>
        {fix.step ? (
          <StepForm key={fix.step.stepInstanceId} fix={fix} step={fix.step} />
        ) : (
          <Text c="dimmed" fz="sm">
            {fix.chosen ? t("gone") : t("noStep")}
          </Text>
        )}
      </section>
      <FixResult fix={fix} />
    </div>
  );
}

function Head({ fix }: { fix: Fix }) {
  const { t } = useTranslation("fix");
  const { t: run } = useTranslation("executions");
  const mayEdit = usePermission("edit");
  const [applying, setApplying] = useState(false);
  const discard = () => void askDiscard(true).then((sure) => sure && fix.reset());
  return (
    <>
      <PageHeader
        title={t("title", { id: shortId(fix.id) })}
        breadcrumbs={[
          { label: run("title"), to: paths.executions() },
          { label: t("crumb", { id: shortId(fix.id) }), to: paths.execution(fix.id) },
        ]}
        subtitle={t("subtitle")}
        actions={
          mayEdit && (
            <>
              {fix.isEdited && (
                <Button variant="default" onClick={discard}>
                  {t("reset")}
                </Button>
              )}
              <Button
                leftSection={<Rocket size={15} aria-hidden />}
                disabled={!fix.isEdited}
                onClick={() => setApplying(true)}
              >
                {t("apply")}
              </Button>
            </>
          )
        }
      />
      {applying && (
        <Suspense fallback={null}>
          <ApplyDialog fix={fix} onClose={() => setApplying(false)} />
        </Suspense>
      )}
    </>
  );
}

/** Says that the edits are those of an earlier look at the page. */
function Restored({ fix }: { fix: Fix }) {
  const { t } = useTranslation("fix");
  const { isRestored, lost, dismiss } = fix.kept;
  if (!isRestored || !(fix.isEdited || lost.length > 0)) return null;
  return (
    <div className={classes.notices}>
      <Alert
        color="blue"
        p="xs"
        icon={<History size={16} aria-hidden />}
        withCloseButton
        closeButtonLabel={t("restored.close")}
        onClose={dismiss}
      >
        {fix.isEdited && <Text fz="sm">{t("restored.text")}</Text>}
        {lost.length > 0 && (
          <Text fz="sm">{t("restored.lost", { steps: lost.map(fix.nameOf).join(", ") })}</Text>
        )}
      </Alert>
    </div>
  );
}

/** What the edits do to the whole run, in one sentence. */
function Outcome({ fix }: { fix: Fix }) {
  const { t } = useTranslation("fix");
  const { replay } = fix;
  if (replay.error)
    return (
      <div className={classes.notices}>
        <ErrorState error={replay.error} onRetry={() => void replay.refetch()} />
      </div>
    );
  const found = replay.data;
  const what =
    fix.version === undefined || fix.changed.length > 0
      ? t("replay.edits")
      : t("replay.version", { number: fix.version });
  const text = !found || !fix.isCurrent ? t("replay.running") : sentence(found, what, t);
  const broken = found?.verdict === "breaks" && fix.isCurrent;
  return (
    <div className={classes.notices}>
      <Alert
        color={broken ? "red" : found?.status === "COMPLETED" ? "teal" : "gray"}
        p="xs"
        role="status"
        icon={<FlaskConical size={16} aria-hidden />}
      >
        <Text fz="sm">{text}</Text>
        {found?.truncated && <Text fz="xs">{t("replay.truncated")}</Text>}
      </Alert>
    </div>
  );
}

type Words = (key: string, values?: Record<string, unknown>) => string;

function sentence(found: NonNullable<Fix["replay"]["data"]>, what: string, t: Words): string {
  const at = found.firstDivergence;
  if (found.verdict === "notReplayable") return t("replay.notReplayable", { reason: found.reason, what });
  if (found.verdict === "breaks")
    return at
      ? t("replay.breaks", { what, step: at.stepName, message: found.error?.message ?? at.message })
      : t("replay.breaksAlone", { what });
  if (found.verdict === "same") return t("replay.same", { what });
  if (found.status === "COMPLETED") return t("replay.completes", { what });
  return found.status === "WAITING" ? t("replay.goesOn", { what }) : t("replay.differs", { what });
}
