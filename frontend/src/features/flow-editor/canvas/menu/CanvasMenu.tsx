import { ColorSwatch, Menu } from "@mantine/core";
import { Fragment } from "react";
import { useTranslation } from "react-i18next";
import { itemColor } from "@/components/flow-canvas/itemColor";
import { Kbd } from "@/components/Kbd";
import { type EditorStore, useEditorStore } from "../../store";
import classes from "../canvas.module.css";
import { useCanvasApi } from "../canvasApi";
import { type MenuTarget, useCanvasUi } from "../canvasUi";
import { menuOf } from "./items";
import { useMenuActions } from "./useMenuActions";

/** The context menu of a step, wire, note, frame or of the canvas. */
export function CanvasMenu() {
  const menu = useCanvasUi((state) => state.menu);
  return menu ? <Open key={`${menu.screen.x} ${menu.screen.y}`} {...menu} /> : null;
}

function Open({ screen, target }: NonNullable<ReturnType<typeof useCanvasUi.getState>["menu"]>) {
  const { t } = useTranslation("editor-canvas");
  const store = useEditorStore();
  const canvas = useCanvasApi();
  const act = useMenuActions();
  const { sections, colors } = menuOf(store.getState(), target);
  const close = (): void => {
    useCanvasUi.setState({ menu: null });
    canvas.focusCanvas();
  };
  return (
    <Menu
      opened
      onChange={(opened) => !opened && close()}
      position="bottom-start"
      offset={2}
      width={248}
      transitionProps={{ duration: 0 }}
      trapFocus
      returnFocus={false}
      withInitialFocusPlaceholder={false}
    >
      <Menu.Target>
        <button
          type="button"
          tabIndex={-1}
          aria-label={t("menu.label")}
          className={classes.menuAnchor}
          style={{ left: screen.x, top: screen.y }}
        />
      </Menu.Target>
      <Menu.Dropdown aria-label={t("menu.label")}>
        {sections.map((items, index) => (
          <Fragment key={items[0]?.action}>
            {index > 0 && <Menu.Divider />}
            {items.map(({ action, label, icon: Icon, keys, danger }) => (
              <Menu.Item
                key={action}
                leftSection={<Icon size={15} aria-hidden />}
                rightSection={keys && <Kbd keys={keys} />}
                {...(danger && { color: "var(--allma-fail)" })}
                onClick={() => {
                  close();
                  act(action, { screen, target });
                }}
              >
                {t(`menu.${label}`)}
              </Menu.Item>
            ))}
          </Fragment>
        ))}
        {colors.length > 0 && (
          <>
            <Menu.Divider />
            <Menu.Label>{t("menu.color")}</Menu.Label>
            <div className={classes.swatches} role="none">
              {colors.map((color) => (
                <ColorSwatch
                  key={color}
                  component="button"
                  role="menuitem"
                  type="button"
                  size={22}
                  color={itemColor(color) ?? ""}
                  aria-label={t(`color.${color}`)}
                  style={{ cursor: "pointer" }}
                  onClick={() => {
                    close();
                    paint(store, target, color);
                  }}
                />
              ))}
            </div>
          </>
        )}
      </Menu.Dropdown>
    </Menu>
  );
}

function paint(store: EditorStore, target: MenuTarget, color: string): void {
  const { dispatch } = store.getState();
  if (target.kind === "note") dispatch("note.set", { noteId: target.id, fields: { color } });
  if (target.kind === "group") dispatch("group.set", { groupId: target.id, fields: { color } });
}
