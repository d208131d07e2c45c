import {
  Alert,
  Box,
  Button,
  Card,
  Center,
  PasswordInput,
  Stack,
  Text,
  TextInput,
  Title,
} from "@mantine/core";
import { useForm } from "@mantine/form";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Navigate, useLocation, useRouter, useSearch } from "@tanstack/react-router";
import { CircleAlert } from "lucide-react";
import { useEffect } from "react";
import { useTranslation } from "react-i18next";
import { sessionQuery } from "@/api/auth/session";
import { signIn } from "@/api/auth/signIn";
import { linkTarget } from "@/components/AppLink";
import { Logo } from "@/components/shell/Logo";
import { useSessionStore } from "@/lib/session";
import { nextAddress } from "../nextAddress";

/** The sign-in form; one who is signed in goes on at once. */
export function LoginPage() {
  const { t } = useTranslation("app");
  const search: { next?: string } = useSearch({ strict: false });
  const next = nextAddress(search.next);
  const router = useRouter();
  const queryClient = useQueryClient();
  const isLeaving = useLocation({ select: ({ state }) => state.leaving !== undefined });
  const known = useQuery({ ...sessionQuery(), retryOnMount: false });
  const form = useForm({
    initialValues: { username: "", password: "" },
    validate: {
      username: (value) => (value.trim() ? null : t("login.required")),
      password: (value) => (value ? null : t("login.required")),
    },
  });
  const enter = useMutation({
    mutationFn: signIn,
    onSuccess: (session) => {
      queryClient.clear();
      queryClient.setQueryData(sessionQuery().queryKey, session);
      useSessionStore.getState().set(session);
      router.history.push(next);
    },
  });
  useEffect(() => {
    document.title = `${t("login.title")} · Allma`;
  }, [t]);
  if (known.data && !isLeaving && !enter.isSuccess) return <Navigate {...linkTarget(next)} replace />;
  return (
    <Center component="main" mih="100%" p="md" bg="var(--allma-sunken)">
      <Box w="100%" maw={380}>
        <Stack align="center" gap="xs" mb="lg">
          <Logo size={44} />
          <Title order={1}>{t("login.heading")}</Title>
          <Text c="dimmed">{t("login.subtitle")}</Text>
        </Stack>
        <Card p="lg" radius="lg" shadow="sm">
          <form onSubmit={form.onSubmit((values) => enter.mutate(values))} noValidate>
            <Stack gap="md">
              {enter.error && (
                <Alert color="red" icon={<CircleAlert size={18} aria-hidden />} role="alert">
                  {enter.error.message}
                </Alert>
              )}
              <TextInput
                label={t("login.username")}
                autoComplete="username"
                autoCapitalize="none"
                spellCheck={false}
                autoFocus
                {...form.getInputProps("username")}
              />
              <PasswordInput
                label={t("login.password")}
                autoComplete="current-password"
                {...form.getInputProps("password")}
              />
              <Button type="submit" loading={enter.isPending} fullWidth>
                {t("login.submit")}
              </Button>
            </Stack>
          </form>
        </Card>
      </Box>
    </Center>
  );
}
