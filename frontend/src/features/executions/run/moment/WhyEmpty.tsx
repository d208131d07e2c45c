import { Code, Text } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useEffect, useRef } from "react";
import { useTranslation } from "react-i18next";
import { type AskedEvent, type WhyEmpty as Why, whyEmptyQuery } from "@/api/executions/getWhyEmpty";
import { AppLink } from "@/components/AppLink";
import { ErrorState } from "@/components/ErrorState";
import { ListSkeleton } from "@/components/ListSkeleton";
import { RelativeTime } from "@/components/RelativeTime";
import type { RunPage } from "../useRunPage";
import { JumpButton } from "./JumpButton";
import classes from "./moment.module.css";
import { momentAddress } from "./momentAddress";

/** Why a mapping found nothing: where its path stops, what is there, who writes it, when it last was there. */
export function WhyEmpty({ page, event }: { page: RunPage; event: AskedEvent }) {
  const { t } = useTranslation("moment");
  const why = useQuery(whyEmptyQuery(page.id, event));
  const section = useRef<HTMLElement>(null);
  useEffect(() => {
    if (why.isSuccess) section.current?.scrollIntoView({ block: "nearest" }); // a link may open one far below
  }, [why.isSuccess]);
  return (
    <section ref={section} className={classes.why} aria-label={t("why.title")}>
      {why.isPending && <ListSkeleton rows={3} height={20} />}
      {why.isError && <ErrorState error={why.error} onRetry={() => void why.refetch()} />}
      {why.data && <Told page={page} why={why.data} />}
    </section>
  );
}

function Told({ page, why }: { page: RunPage; why: Why }) {
  const { t } = useTranslation("moment");
  return (
    <dl className={classes.facts}>
      <Fact label={t("why.reason")}>{why.reason}</Fact>
      {why.failedSegment && (
        <Fact label={t("why.stops")}>
          <Code>{why.resolvedPrefix}</Code> {t("why.hasNo")} <Code>{why.failedSegment}</Code>
        </Fact>
      )}
      {why.nearest && (
        <Fact label={t("why.nearest")}>
          <Code>{why.nearest}</Code>
        </Fact>
      )}
      {why.keysThere.length > 0 && (
        <Fact label={t("why.keysThere")}>
          <span className={classes.keys}>
            {why.keysThere.map((key) => (
              <Code key={key}>{key}</Code>
            ))}
          </span>
        </Fact>
      )}
      <Fact label={t("why.writers")}>
        <Writers page={page} why={why} />
      </Fact>
      <Fact label={t("why.last")}>
        {why.lastResolved ? (
          <>
            <AppLink to={momentAddress(why.lastResolved.executionId, why.lastResolved.seq)} fz="sm">
              {t("why.lastRun")}
            </AppLink>{" "}
            {why.lastResolved.endedAt && <RelativeTime at={why.lastResolved.endedAt} />}:{" "}
            <Code>{why.lastResolved.value}</Code>
          </>
        ) : (
          t("why.never")
        )}
      </Fact>
    </dl>
  );
}

function Writers({ page, why }: { page: RunPage; why: Why }) {
  const { t } = useTranslation("moment");
  if (why.writers.length === 0)
    return (
      <Text component="span" fz="sm" c="dimmed">
        {t("why.nobody")}
      </Text>
    );
  return (
    <ul className={classes.links}>
      {why.writers.map(({ stepInstanceId, seq }) => (
        <li key={`${stepInstanceId}${seq}`}>
          <JumpButton
            name={page.nameOf(stepInstanceId)}
            seq={seq}
            kind={seq === null ? t("why.notVisited") : t("why.writes")}
            expression={null}
            onJump={seq === null ? undefined : () => page.scrub(seq)}
          />
        </li>
      ))}
    </ul>
  );
}

function Fact({ label, children }: { label: string; children: React.ReactNode }) {
  return (
    <div className={classes.fact}>
      <dt>{label}</dt>
      <dd>{children}</dd>
    </div>
  );
}
