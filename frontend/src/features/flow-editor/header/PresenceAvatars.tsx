import { Avatar, Tooltip } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { type Present, usePresence } from "../presence/presenceStore";
import { useEditor } from "../store";

const SHOWN = 4;

/** Who else has this flow open, and what they look at. */
export function PresenceAvatars() {
  const { t } = useTranslation("flow-editor");
  const others = usePresence((state) => state.others);
  const rest = others.length - SHOWN;
  if (others.length === 0) return null;
  return (
    <Avatar.Group spacing="xs" role="group" aria-label={t("presence.others", { count: others.length })}>
      {others.slice(0, SHOWN).map((person) => (
        <PersonAvatar key={person.id} person={person} />
      ))}
      {rest > 0 && <Avatar size="sm">+{rest}</Avatar>}
    </Avatar.Group>
  );
}

function PersonAvatar({ person }: { person: Present }) {
  const { t } = useTranslation("flow-editor");
  const version = useEditor((state) => state.version);
  const step = useEditor((state) =>
    person.stepId === null ? null : (state.document.steps[person.stepId]?.displayName ?? person.stepId),
  );
  const elsewhere = person.version !== null && person.version !== version;
  const place = elsewhere ? t("presence.version", { version: person.version }) : step;
  const label = place ? t("presence.at", { name: person.name, place }) : person.name;
  return (
    <Tooltip label={label}>
      <Avatar size="sm" name={person.name} color="initials" role="img" aria-label={label} tabIndex={0} />
    </Tooltip>
  );
}
