import { Chip, Group, SimpleGrid, Skeleton } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useNavigate, useSearch } from "@tanstack/react-router";
import { LayoutTemplate } from "lucide-react";
import { useMemo } from "react";
import { useTranslation } from "react-i18next";
import { type FlowTemplate, flowTemplatesQuery } from "@/api/flows/flowTemplates";
import { EmptyState } from "@/components/EmptyState";
import { ErrorState } from "@/components/ErrorState";
import { PageHeader } from "@/components/PageHeader";
import { paths } from "@/lib/paths";
import { type GallerySearch, parseGallerySearch } from "./search";
import { TemplateCard } from "./TemplateCard";
import { TemplatePreview } from "./TemplatePreview";

/** Flows to begin with: chosen by category, looked at, taken. */
export function GalleryPage() {
  const { t } = useTranslation("flows");
  const { category, template } = parseGallerySearch(useSearch({ strict: false }));
  const navigate = useNavigate();
  const templates = useQuery(flowTemplatesQuery());
  const categories = useMemo(
    () => [...new Set((templates.data ?? []).map((one) => one.category))],
    [templates.data],
  );
  const shown = (templates.data ?? []).filter((one) => !category || one.category === category);
  const open = templates.data?.find((one) => one.id === template);
  const go = (search: GallerySearch) =>
    void navigate({ to: paths.gallery(), search, replace: true, resetScroll: false });
  return (
    <>
      <PageHeader
        title={t("gallery.title")}
        subtitle={t("gallery.subtitle")}
        breadcrumbs={[{ label: t("nav"), to: paths.flows() }]}
      />
      {categories.length > 1 && (
        <Chip.Group value={category ?? ""} onChange={(value) => go(value ? { category: String(value) } : {})}>
          <Group gap="xs" mb="lg" role="radiogroup" aria-label={t("gallery.category")}>
            <Chip value="">{t("list.all")}</Chip>
            {categories.map((one) => (
              <Chip key={one} value={one}>
                {one}
              </Chip>
            ))}
          </Group>
        </Chip.Group>
      )}
      {templates.error && <ErrorState error={templates.error} onRetry={() => void templates.refetch()} />}
      {templates.data?.length === 0 && <EmptyState icon={LayoutTemplate} title={t("gallery.none")} />}
      <SimpleGrid cols={{ base: 1, sm: 2, lg: 3 }} spacing="md">
        {templates.isPending && PLACES.map((card) => <Skeleton key={card} height={190} radius="md" />)}
        {shown.map((one: FlowTemplate) => (
          <TemplateCard key={one.id} template={one} onOpen={() => go({ category, template: one.id })} />
        ))}
      </SimpleGrid>
      {open && <TemplatePreview key={open.id} template={open} onClose={() => go({ category })} />}
    </>
  );
}

const PLACES = [1, 2, 3, 4, 5, 6];
