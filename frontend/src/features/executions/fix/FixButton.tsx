import { Button, type ButtonProps } from "@mantine/core";
import { useNavigate } from "@tanstack/react-router";
import { Wrench } from "lucide-react";
import { useTranslation } from "react-i18next";
import { linkTarget } from "@/components/AppLink";
import { IconButton } from "@/components/IconButton";
import { paths } from "@/lib/paths";
import { usePermission } from "@/lib/session";
import "./texts";

interface FixButtonProps {
  executionId: string;
  /** The visit to begin at. */
  seq?: number;
  button?: Pick<ButtonProps, "size" | "variant" | "color">;
}

/** Leads to where a run is mended in place. Nothing for those who may not edit. */
export function FixButton({ executionId, seq, button }: FixButtonProps) {
  const { t } = useTranslation("fix");
  const navigate = useNavigate();
  const mayEdit = usePermission("edit");
  if (!mayEdit) return null;
  return (
    <Button
      size="compact-sm"
      variant="default"
      leftSection={<Wrench size={14} aria-hidden />}
      onClick={() => void navigate(linkTarget(paths.fixRun(executionId, seq)))}
      {...button}
    >
      {t("button")}
    </Button>
  );
}

/** The same as an icon, where there is little room. */
export function FixIcon({ executionId, seq }: { executionId: string; seq: number }) {
  const { t } = useTranslation("fix");
  const navigate = useNavigate();
  const mayEdit = usePermission("edit");
  if (!mayEdit) return null;
  return (
    <IconButton
      icon={Wrench}
      size="md"
      iconSize={15}
      label={t("button")}
      onClick={() => void navigate(linkTarget(paths.fixRun(executionId, seq)))}
    />
  );
}
