import { Button, Group } from "@mantine/core";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import "./texts";

/** What a list says about the page behind the ones it has, as an infinite query gives it. */
export interface MorePages {
  hasNextPage: boolean;
  isFetchingNextPage: boolean;
  fetchNextPage: () => Promise<unknown>;
}

/** The button below a list that reads its next page. `children` stand before it, also when there is no more. */
export function LoadMore({ query, children }: { query: MorePages; children?: ReactNode }) {
  const { t } = useTranslation("common");
  if (!query.hasNextPage && !children) return null;
  return (
    <Group justify="center" mt="md" gap="md">
      {children}
      {query.hasNextPage && (
        <Button
          variant="default"
          loading={query.isFetchingNextPage}
          onClick={() => void query.fetchNextPage()}
        >
          {t("loadMore")}
        </Button>
      )}
    </Group>
  );
}
