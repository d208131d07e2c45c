import { Badge, Grid, Group, Select, Stack, Title } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useNavigate, useParams, useSearch } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import type { Schemas } from "@/api/client";
import { listPromptVersionsQuery } from "@/api/prompts/listPromptVersions";
import { promptByIdQuery } from "@/api/prompts/promptById";
import { promptTextQuery } from "@/api/prompts/promptText";
import { ErrorState } from "@/components/ErrorState";
import { ListSkeleton } from "@/components/ListSkeleton";
import { PageHeader } from "@/components/PageHeader";
import { paths } from "@/lib/paths";
import { PromptEditor } from "./PromptEditor";
import { parsePromptSearch } from "./search";
import { VersionDiff } from "./VersionDiff";
import { VersionList } from "./VersionList";
import "./texts";

const COLORS: Record<Schemas["VersionStatus"], string> = {
  draft: "gray",
  published: "green",
  superseded: "gray",
};

/** One prompt: its text, what a model would get, and its versions. */
export function PromptPage() {
  const { t } = useTranslation("prompts");
  const navigate = useNavigate();
  const promptId = useParams({ strict: false }).promptId ?? "";
  const wanted = parsePromptSearch(useSearch({ strict: false }));
  const prompt = useQuery(promptByIdQuery(promptId));
  const number = wanted.version ?? prompt.data?.latestVersion ?? 1;
  const version = useQuery({ ...promptTextQuery(promptId, number), enabled: prompt.isSuccess });
  const versions = useQuery(listPromptVersionsQuery(promptId));
  const error = prompt.error ?? version.error;
  // What is here stays when reading it again fails: somebody may be writing.
  if (!prompt.data || !version.data)
    return error ? (
      <ErrorState error={error} onRetry={() => void Promise.all([prompt.refetch(), version.refetch()])} />
    ) : (
      <ListSkeleton rows={8} />
    );
  const open = (next: number) => void navigate({ to: paths.prompt(promptId), search: { version: next } });
  const compare = (other: number) =>
    void navigate({ to: paths.prompt(promptId), search: { version: number, compare: other } });
  return (
    <>
      <PageHeader
        title={prompt.data.name}
        subtitle={prompt.data.description}
        breadcrumbs={[{ label: t("title"), to: paths.prompts() }]}
        actions={
          <Group gap="xs">
            <Badge color={COLORS[version.data.status]}>{t(`statuses.${version.data.status}`)}</Badge>
            <Select
              aria-label={t("versions")}
              w={140}
              allowDeselect={false}
              value={String(number)}
              data={(versions.data ?? [version.data]).map((one) => ({
                value: String(one.number),
                label: t("version", { number: one.number }),
              }))}
              onChange={(next) => next && open(Number(next))}
            />
          </Group>
        }
      />
      <Stack gap="xl">
        {wanted.compare !== undefined && (
          <VersionDiff promptId={promptId} from={wanted.compare} to={number} />
        )}
        <PromptEditor
          key={`${promptId}/${number}`}
          promptId={promptId}
          version={version.data}
          onDraft={open}
        />
        <Grid>
          <Grid.Col span={12}>
            <Title order={2} mb="xs">
              {t("versions")}
            </Title>
            <VersionList versions={versions.data ?? []} current={number} onOpen={open} onCompare={compare} />
          </Grid.Col>
        </Grid>
      </Stack>
    </>
  );
}
