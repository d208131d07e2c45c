import { Code, Group, Text, Title, UnstyledButton } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { X } from "lucide-react";
import { useTranslation } from "react-i18next";
import { type Lineage, lineageQuery, type Reader, type Writer } from "@/api/executions/getLineage";
import { isOver } from "@/api/executions/types";
import { AppLink } from "@/components/AppLink";
import { ErrorState } from "@/components/ErrorState";
import { IconButton } from "@/components/IconButton";
import { ListSkeleton } from "@/components/ListSkeleton";
import { useReading } from "@/lib/useReading";
import type { RunPage } from "../useRunPage";
import { JumpButton } from "./JumpButton";
import classes from "./moment.module.css";
import { momentAddress } from "./momentAddress";

interface LineagePanelProps {
  page: RunPage;
  path: string;
}

/** Where the value at a place came from at this moment, and who read it since. */
export function LineagePanel({ page, path }: LineagePanelProps) {
  const { t } = useTranslation("moment");
  const { chosen, search } = page;
  const side = chosen && search.side === "before" ? "before" : "after";
  const over = page.execution !== undefined && isOver(page.execution.status);
  const lineage = useQuery({
    ...lineageQuery(page.id, { path, seq: chosen?.seq ?? 0, side }, over),
    enabled: !page.moving,
    placeholderData: (before: Lineage | undefined) => (before?.path === path ? before : undefined),
  });
  useReading(lineage, over || page.moving ? null : (page.execution?.eventSeq ?? 0));
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: the keyboard scrolls what has the focus
    <aside className={classes.panel} aria-label={t("lineage.title")} tabIndex={0}>
      <div className={classes.panelHead}>
        <div className={classes.path}>
          <Title order={3}>{t("lineage.title")}</Title>
          <Code>{path}</Code>
        </div>
        <IconButton
          icon={X}
          size="sm"
          label={t("lineage.close")}
          onClick={() => page.change({ value: undefined })}
        />
      </div>
      {lineage.isPending && <ListSkeleton rows={4} height={30} />}
      {lineage.isError && <ErrorState error={lineage.error} onRetry={() => void lineage.refetch()} />}
      {lineage.data && <Told page={page} lineage={lineage.data} />}
    </aside>
  );
}

function Told({ page, lineage }: { page: RunPage; lineage: Lineage }) {
  const { t } = useTranslation("moment");
  return (
    <>
      {lineage.found ? (
        <Code className={classes.expression}>{lineage.value}</Code>
      ) : (
        <Text fz="sm" c="dimmed">
          {t("lineage.nothing")}
        </Text>
      )}
      <Part title={t("lineage.writtenBy")} none={t("lineage.nobody")}>
        {lineage.writtenBy ? [<Written key="by" page={page} writer={lineage.writtenBy} />] : []}
      </Part>
      {lineage.earlier.length > 0 && (
        <Part title={t("lineage.earlier")} none="">
          {lineage.earlier.map((writer) => (
            <Written key={`${writer.executionId}${writer.seq}${writer.target}`} page={page} writer={writer} />
          ))}
        </Part>
      )}
      <Part title={t("lineage.readers")} none={t("lineage.noReaders")}>
        {lineage.readers.map((reader) => (
          <Read key={`${reader.seq}${reader.kind}${reader.target}`} page={page} reader={reader} />
        ))}
      </Part>
      {lineage.truncated && (
        <Text fz="xs" c="dimmed">
          {t("lineage.truncated")}
        </Text>
      )}
    </>
  );
}

function Part({ title, none, children }: { title: string; none: string; children: React.ReactNode[] }) {
  return (
    <section>
      <Text fz="xs" fw={600} c="dimmed" mb={4} component="h4" m={0}>
        {title}
      </Text>
      {children.length === 0 ? (
        <Text fz="sm" c="dimmed">
          {none}
        </Text>
      ) : (
        <ul className={classes.links} aria-label={title}>
          {children}
        </ul>
      )}
    </section>
  );
}

function Written({ page, writer }: { page: RunPage; writer: Writer }) {
  const { t } = useTranslation("moment");
  const isHere = writer.executionId === page.id;
  const about = {
    name: writer.stepInstanceId ? page.nameOf(writer.stepInstanceId) : t("start"),
    seq: writer.seq,
    kind: t(`writer.${writer.kind}`),
    expression: writer.expression,
  };
  return (
    <li>
      {isHere ? (
        <JumpButton {...about} onJump={() => page.scrub(writer.seq)} />
      ) : (
        <AppLink to={momentAddress(writer.executionId, writer.seq)} className={classes.link} fz="sm">
          {t("lineage.elsewhere", { name: about.name, kind: about.kind })}
        </AppLink>
      )}
      {isHere && writer.from.length > 0 && <Sources page={page} writer={writer} />}
    </li>
  );
}

/** The places that were read to make the value: following one shows it as the writer found it. */
function Sources({ page, writer }: { page: RunPage; writer: Writer }) {
  const { t } = useTranslation("moment");
  const follow = (path: string) => {
    page.change({ value: path, side: "before" });
    page.scrub(writer.seq);
  };
  return (
    <Group gap={6} mt={4} mb={4} fz="xs" c="dimmed">
      {t("lineage.from")}
      {writer.from.map((path) => (
        <UnstyledButton key={path} className={classes.source} onClick={() => follow(path)}>
          {path}
        </UnstyledButton>
      ))}
    </Group>
  );
}

function Read({ page, reader }: { page: RunPage; reader: Reader }) {
  const { t } = useTranslation("moment");
  const { seq } = reader;
  const about = {
    name: reader.stepInstanceId ? page.nameOf(reader.stepInstanceId) : t("lineage.output"),
    seq,
    kind: t(`reader.${reader.kind}`),
    expression: reader.expression,
  };
  return (
    <li>
      <JumpButton {...about} onJump={seq === null ? undefined : () => page.scrub(seq)} />
    </li>
  );
}
