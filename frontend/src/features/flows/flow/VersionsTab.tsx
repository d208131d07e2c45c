import { Button, Group, Table, Text, VisuallyHidden } from "@mantine/core";
import { useInfiniteQuery } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { GitCompareArrows } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { rowsOf } from "@/api/pages";
import { listVersionsQuery } from "@/api/versions/listVersions";
import { linkTarget } from "@/components/AppLink";
import { ErrorState } from "@/components/ErrorState";
import { ListSkeleton } from "@/components/ListSkeleton";
import { LoadMore } from "@/components/LoadMore";
import { paths } from "@/lib/paths";
import type { Flow } from "../flowStatus";
import { VersionRow } from "./VersionRow";

/** The versions of a flow: what is live, what changed, compare any two. */
export function VersionsTab({ flow }: { flow: Flow }) {
  const { t } = useTranslation("flows");
  const versions = useInfiniteQuery(listVersionsQuery(flow.id));
  const rows = rowsOf(versions.data);
  const [picked, setPicked] = useState<number[]>([]);
  const navigate = useNavigate();
  const [from, to] = picked.toSorted((a, b) => a - b);
  const pick = (number: number) =>
    setPicked((before) =>
      before.includes(number) ? before.filter((one) => one !== number) : [...before, number].slice(-2),
    );
  const compare = () => {
    if (from && to) void navigate(linkTarget(paths.compare(flow.id, from, to)));
  };
  if (versions.isPending) return <ListSkeleton rows={4} />;
  if (versions.error) return <ErrorState error={versions.error} onRetry={() => void versions.refetch()} />;
  return (
    <>
      <Group justify="space-between" mb="sm" mih={36}>
        <Text fz="sm" c="dimmed">
          {rows.length > 1 ? t("versions.pick") : t("versions.onlyOne")}
        </Text>
        {rows.length > 1 && (
          <Button
            variant="default"
            size="sm"
            leftSection={<GitCompareArrows size={15} aria-hidden />}
            disabled={!from || !to}
            onClick={compare}
          >
            {from && to ? t("versions.compare", { from, to }) : t("versions.compareTwo")}
          </Button>
        )}
      </Group>
      <Table.ScrollContainer minWidth={720}>
        <Table aria-label={t("tab.versions")} verticalSpacing="sm">
          <Table.Thead>
            <Table.Tr>
              {rows.length > 1 && (
                <Table.Th w={44}>
                  <VisuallyHidden>{t("versions.compareTwo")}</VisuallyHidden>
                </Table.Th>
              )}
              <Table.Th w={150}>{t("versions.version")}</Table.Th>
              <Table.Th>{t("versions.note")}</Table.Th>
              <Table.Th w={170}>{t("versions.changed")}</Table.Th>
              <Table.Th w={170}>{t("versions.published")}</Table.Th>
              <Table.Th w={150}>
                <VisuallyHidden>{t("list.actions")}</VisuallyHidden>
              </Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {rows.map((version) => (
              <VersionRow
                key={version.number}
                flow={flow}
                version={version}
                isOnly={rows.length === 1}
                picked={picked.includes(version.number)}
                onPick={() => pick(version.number)}
              />
            ))}
          </Table.Tbody>
        </Table>
      </Table.ScrollContainer>
      <LoadMore query={versions} />
    </>
  );
}
