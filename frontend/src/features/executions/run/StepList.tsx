import { Button, Center, Group, Switch, Text, TextInput } from "@mantine/core";
import { Search } from "lucide-react";
import { memo, useState } from "react";
import { useTranslation } from "react-i18next";
import { ListSkeleton } from "@/components/ListSkeleton";
import { notifyError } from "@/components/notify";
import { isFuture, type Line, openness } from "./lines";
import classes from "./run.module.css";
import { LONGEST_TEXT } from "./runSearch";
import { StepLine } from "./StepLine";
import { useLines } from "./useLines";
import type { RunPage } from "./useRunPage";
import type { useStepFilter } from "./useStepFilter";

const HEIGHT = 34;

interface StepListProps {
  page: RunPage;
  lines: readonly Line[];
  toggle: (key: string, open: boolean) => void;
  follow: (line: Line) => boolean;
  narrowing: ReturnType<typeof useStepFilter>;
}

/** The visits of a run in their order: loops folded, branches below their forks. */
export function StepList({ page, lines, toggle, follow, narrowing }: StepListProps) {
  const { t } = useTranslation("run");
  const { filter } = narrowing;
  return (
    <section className={classes.list} aria-label={t("list.label")}>
      <Find {...narrowing} />
      {lines.length > 0 ? (
        <Lines page={page} lines={lines} toggle={toggle} follow={follow} />
      ) : (
        <Empty page={page} filtered={filter.text.trim() !== "" || filter.problems} />
      )}
      {page.loadMore && <LoadMore load={page.loadMore} />}
    </section>
  );
}

/** What narrows the list; drawn again only when that changes. */
const Find = memo(function Find({ filter, setText, setProblems }: StepListProps["narrowing"]) {
  const { t } = useTranslation("run");
  return (
    <Group gap="xs" p="xs" wrap="nowrap" className={classes.listHead}>
      <TextInput
        size="xs"
        flex={1}
        type="search"
        aria-label={t("list.filter")}
        placeholder={t("list.filter")}
        leftSection={<Search size={14} aria-hidden />}
        maxLength={LONGEST_TEXT}
        value={filter.text}
        onChange={(event) => setText(event.currentTarget.value)}
      />
      <Switch
        size="xs"
        label={t("list.failed")}
        checked={filter.problems}
        onChange={(event) => setProblems(event.currentTarget.checked)}
      />
    </Group>
  );
});

type LinesProps = Pick<StepListProps, "page" | "lines" | "toggle" | "follow">;

function Lines({ page, lines, toggle, follow }: LinesProps) {
  const { t } = useTranslation("run");
  const chosen = page.chosen?.seq ?? null;
  const walk = useLines({ lines, height: HEIGHT, chosen, choose: page.choose, toggle, follow });
  return (
    <div
      ref={walk.scroller}
      className={classes.lines}
      role="tree"
      tabIndex={0}
      aria-label={t("list.label")}
      aria-activedescendant={walk.active ? `step-${walk.active}` : undefined}
      onKeyDown={walk.onKeyDown}
    >
      <div style={{ height: walk.total, position: "relative" }} role="presentation">
        {walk.drawn.map(({ index, top }) => {
          const line = lines[index];
          if (!line) return null;
          const open = openness(line);
          const isChosen = line.kind === "visit" && line.visit.seq === chosen;
          return (
            // biome-ignore lint/a11y/useKeyWithClickEvents: the tree around it takes the keys
            // biome-ignore lint/a11y/useFocusableInteractive: the tree is focused and names its active line
            <div
              key={line.key}
              id={`step-${line.key}`}
              role="treeitem"
              aria-level={line.depth + 1}
              aria-expanded={open}
              aria-selected={isChosen}
              className={classes.line}
              data-chosen={isChosen || undefined}
              data-future={isFuture(line, page.horizon) || undefined}
              data-active={walk.active === line.key || undefined}
              style={{ top, height: HEIGHT, paddingInlineStart: 8 + line.depth * 14 }}
              onClick={() => walk.press(line)}
            >
              <StepLine line={line} page={page} onToggle={() => toggle(line.key, !open)} />
            </div>
          );
        })}
      </div>
    </div>
  );
}

function Empty({ page, filtered }: { page: RunPage; filtered: boolean }) {
  const { t } = useTranslation("run");
  if (!page.isReady)
    return (
      <div className={classes.pad}>
        <ListSkeleton rows={8} height={26} />
      </div>
    );
  const text = filtered
    ? t("list.none")
    : t(page.execution?.status === "QUEUED" ? "list.emptyQueued" : "list.empty");
  return (
    <Center p="lg">
      <Text c="dimmed" fz="sm" ta="center">
        {text}
      </Text>
    </Center>
  );
}

function LoadMore({ load }: { load: () => Promise<void> }) {
  const { t } = useTranslation("run");
  const [loading, setLoading] = useState(false);
  return (
    <Button
      size="xs"
      variant="default"
      m="xs"
      loading={loading}
      onClick={() => {
        setLoading(true);
        void load()
          .catch(notifyError)
          .finally(() => setLoading(false));
      }}
    >
      {t("list.more")}
    </Button>
  );
}
