import { Button } from "@mantine/core";
import { Link } from "@tanstack/react-router";
import { Compass } from "lucide-react";
import { useTranslation } from "react-i18next";
import { EmptyState } from "@/components/EmptyState";
import { PageHeader } from "@/components/PageHeader";
import { paths } from "@/lib/paths";

/** An address that leads nowhere. */
export function NotFoundPage() {
  const { t } = useTranslation("app");
  return (
    <>
      <PageHeader title={t("notFound.title")} />
      <EmptyState
        icon={Compass}
        title={t("notFound.heading")}
        description={t("notFound.text")}
        action={
          <Button renderRoot={(props) => <Link {...props} to={paths.home()} />}>{t("notFound.home")}</Button>
        }
      />
    </>
  );
}
