import { Button, Container, Group, Stack } from "@mantine/core";
import { type ErrorComponentProps, Link, useRouter } from "@tanstack/react-router";
import { RotateCw } from "lucide-react";
import { useTranslation } from "react-i18next";
import { hasStatus } from "@/api/problem";
import { ErrorState } from "@/components/ErrorState";
import { PageHeader } from "@/components/PageHeader";
import { paths } from "@/lib/paths";

/** A page that could not be shown: what happened, and the ways out. */
export function ErrorPage({ error, reset }: ErrorComponentProps) {
  const { t } = useTranslation("app");
  const router = useRouter();
  const again = () => {
    reset();
    void router.invalidate();
  };
  return (
    <Container size="sm" p="lg">
      <PageHeader title={hasStatus(error, 404) ? t("error.missing") : t("error.title")} />
      <Stack gap="md">
        <ErrorState error={error} onRetry={again} />
        <Group gap="xs">
          <Button
            leftSection={<RotateCw size={16} aria-hidden />}
            onClick={() => globalThis.location.reload()}
          >
            {t("error.reload")}
          </Button>
          <Button variant="default" renderRoot={(props) => <Link {...props} to={paths.home()} />}>
            {t("notFound.home")}
          </Button>
        </Group>
      </Stack>
    </Container>
  );
}
