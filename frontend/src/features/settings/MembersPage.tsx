import { Button, ScrollArea, Table, Text, VisuallyHidden } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { useInfiniteQuery, useMutation, useQueryClient } from "@tanstack/react-query";
import { Trash2, UserPlus } from "lucide-react";
import { useTranslation } from "react-i18next";
import type { Schemas } from "@/api/client";
import { changeRole } from "@/api/members/changeRole";
import { listMembersQuery } from "@/api/members/listMembers";
import { removeMember } from "@/api/members/removeMember";
import { confirmAction } from "@/components/confirm";
import { IconButton } from "@/components/IconButton";
import { notifyError, notifySuccess } from "@/components/notify";
import { PagedList } from "@/components/PagedList";
import { RelativeTime } from "@/components/RelativeTime";
import { usePermission, useSession } from "@/lib/session";
import { AddMemberDialog } from "./AddMemberDialog";
import { RoleSelect } from "./RoleSelect";
import { SettingsLayout } from "./SettingsLayout";

/** Who belongs to the workspace, and with which role. */
export function MembersPage() {
  const { t } = useTranslation("settings");
  const administers = usePermission("administer");
  const [adding, dialog] = useDisclosure(false);
  const members = useInfiniteQuery(listMembersQuery());
  return (
    <SettingsLayout
      section="members"
      title={t("members.title")}
      subtitle={t("members.subtitle")}
      actions={
        administers && (
          <Button leftSection={<UserPlus size={16} aria-hidden />} onClick={dialog.open}>
            {t("members.add")}
          </Button>
        )
      }
    >
      <PagedList query={members}>
        {(rows) => (
          <ScrollArea>
            <Table aria-label={t("members.title")} verticalSpacing="sm">
              <Table.Thead>
                <Table.Tr>
                  <Table.Th>{t("members.name")}</Table.Th>
                  <Table.Th w={200}>{t("members.role")}</Table.Th>
                  <Table.Th visibleFrom="sm">{t("members.since")}</Table.Th>
                  {administers && (
                    <Table.Th w={60}>
                      <VisuallyHidden>{t("members.removeYes")}</VisuallyHidden>
                    </Table.Th>
                  )}
                </Table.Tr>
              </Table.Thead>
              <Table.Tbody>
                {rows.map((member) => (
                  <MemberRow key={member.id} member={member} administers={administers} />
                ))}
              </Table.Tbody>
            </Table>
          </ScrollArea>
        )}
      </PagedList>
      <AddMemberDialog opened={adding} onClose={dialog.close} />
    </SettingsLayout>
  );
}

function MemberRow({ member, administers }: { member: Schemas["MemberOut"]; administers: boolean }) {
  const { t } = useTranslation("settings");
  const { user } = useSession();
  const client = useQueryClient();
  const name = member.username;
  const refresh = () => client.invalidateQueries({ queryKey: ["members"] });
  const change = useMutation({
    mutationFn: (role: Schemas["Role"]) => changeRole(member.id, role),
    onSuccess: (changed) =>
      notifySuccess(t("members.changed", { name, role: t(`roles.${changed.role}.label`) })),
    onError: notifyError,
    onSettled: refresh,
  });
  const remove = useMutation({
    mutationFn: () => removeMember(member.id),
    onSuccess: () => notifySuccess(t("members.removed", { name })),
    onError: notifyError,
    onSettled: refresh,
  });
  const ask = async () => {
    const children = <Text>{t("members.removeText", { name })}</Text>;
    const title = t("members.removeTitle", { name });
    if (await confirmAction({ title, children, confirmLabel: t("members.removeYes"), danger: true }))
      remove.mutate();
  };
  return (
    <Table.Tr>
      <Table.Td>
        <Text component="span" fw={500}>
          {name}
        </Text>
        {user?.username === name && (
          <Text component="span" c="dimmed" ml={6}>
            ({t("members.you")})
          </Text>
        )}
      </Table.Td>
      <Table.Td>
        {administers ? (
          <RoleSelect
            size="xs"
            aria-label={t("members.roleOf", { name })}
            value={member.role}
            onChange={(role) => change.mutate(role)}
            disabled={change.isPending}
          />
        ) : (
          t(`roles.${member.role}.label`)
        )}
      </Table.Td>
      <Table.Td visibleFrom="sm">
        <RelativeTime at={member.createdAt} />
      </Table.Td>
      {administers && (
        <Table.Td>
          <IconButton
            icon={Trash2}
            label={t("members.remove", { name })}
            loading={remove.isPending}
            onClick={() => void ask()}
          />
        </Table.Td>
      )}
    </Table.Tr>
  );
}
