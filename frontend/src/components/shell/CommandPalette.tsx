import "@mantine/spotlight/styles.layer.css";
import { Group, Text } from "@mantine/core";
import { useDebouncedValue } from "@mantine/hooks";
import { createSpotlight, Spotlight } from "@mantine/spotlight";
import { useRouter } from "@tanstack/react-router";
import { Search } from "lucide-react";
import { useEffect, useMemo, useState } from "react";
import { useTranslation } from "react-i18next";
import { useSessionStore } from "@/lib/session";
import { commandSources } from "@/plugins/registry";
import type { PaletteItem } from "@/plugins/types";
import { linkTarget } from "../AppLink";
import { Kbd } from "../Kbd";
import { byGroup, matching, pageItems, useFound } from "./paletteItems";
import { useShell } from "./shellStore";

const [store, spotlight] = createSpotlight();
const PAUSE_MS = 150;

/** Ctrl-K: pages, actions, and what the plugins find for what is typed. */
export function CommandPalette() {
  const { t } = useTranslation("shell");
  const { palette, show } = useShell();
  const [query, setQuery] = useState("");
  const [settled] = useDebouncedValue(query, PAUSE_MS);
  const router = useRouter();
  const allowed = useSessionStore((state) => state.session?.permissions ?? []);
  const found = useFound(palette ? settled : "");
  const groups = useMemo(() => {
    const fixed = [
      ...pageItems(t("palette.pages")),
      ...commandSources().flatMap((source) => source.items?.() ?? []),
    ];
    const permitted = found.items.filter((item) => !item.permission || allowed.includes(item.permission));
    return byGroup([...matching(fixed, query, allowed), ...(query.trim() ? permitted : [])]);
  }, [query, found.items, allowed, t]);
  useEffect(() => {
    if (palette) spotlight.open();
    else spotlight.close();
  }, [palette]);
  useEffect(() => {
    if (query.trim() && groups.length) selectFirst();
  }, [query, groups]);
  const run = (item: PaletteItem) => {
    show("palette", false);
    item.run((address) => void router.navigate(linkTarget(address)));
  };
  return (
    <Spotlight.Root
      store={store}
      shortcut={null}
      query={query}
      onQueryChange={setQuery}
      onSpotlightClose={() => show("palette", false)}
      scrollable
      maxHeight={420}
      radius="lg"
      centered={false}
      yOffset="12vh"
      overlayProps={{ backgroundOpacity: 0.35, blur: 0 }}
      attributes={{ content: { "aria-label": t("palette.title") } }}
    >
      <Spotlight.Search
        placeholder={t("palette.placeholder")}
        aria-label={t("palette.placeholder")}
        leftSection={<Search size={18} aria-hidden />}
      />
      <Spotlight.ActionsList>
        {groups.map(([group, items]) => (
          <Spotlight.ActionsGroup key={group} label={group}>
            {items.map((item) => (
              <Line key={item.id} item={item} onRun={() => run(item)} />
            ))}
          </Spotlight.ActionsGroup>
        ))}
        {!groups.length && (
          <Spotlight.Empty>{found.searching ? t("palette.searching") : t("palette.empty")}</Spotlight.Empty>
        )}
      </Spotlight.ActionsList>
      <Spotlight.Footer>
        <Group gap="md">
          <Hint keys="↑+↓" text={t("palette.hint")} />
          <Hint keys="↵" text={t("palette.open")} />
          <Hint keys="Esc" text={t("palette.close")} />
        </Group>
      </Spotlight.Footer>
    </Spotlight.Root>
  );
}

/** Spotlight chooses the first line when one types, before anything is found: Enter needs one afterwards, too. */
function selectFirst() {
  const list = document.getElementById(store.getState().listId);
  if (!list || list.querySelector("[data-selected]")) return;
  list.querySelector("[data-action]")?.setAttribute("data-selected", "true");
  store.updateState((state) => ({ ...state, selected: 0 }));
}

function Line({ item, onRun }: { item: PaletteItem; onRun: () => void }) {
  const Icon = item.icon;
  return (
    <Spotlight.Action
      label={item.label}
      description={item.description}
      leftSection={Icon ? <Icon size={18} aria-hidden /> : null}
      onClick={onRun}
    />
  );
}

function Hint({ keys, text }: { keys: string; text: string }) {
  return (
    <Group gap={6}>
      <Kbd keys={keys} />
      <Text fz="xs" c="dimmed">
        {text}
      </Text>
    </Group>
  );
}
