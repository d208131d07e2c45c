import {
  ActionIcon,
  Alert,
  Badge,
  Button,
  Card,
  type CSSVariablesResolver,
  createTheme,
  Drawer,
  type MantineColorsTuple,
  Menu,
  Modal,
  Paper,
  Skeleton,
  Table,
  Tabs,
  Tooltip,
} from "@mantine/core";

const brand: MantineColorsTuple = [
  "#eef2ff",
  "#e0e7ff",
  "#c7d2fe",
  "#a5b4fc",
  "#818cf8",
  "#6366f1",
  "#4f46e5",
  "#4338ca",
  "#3730a3",
  "#312e81",
];

const gray: MantineColorsTuple = [
  "#f8f9fb",
  "#f1f3f6",
  "#e6e9ee",
  "#d9dde4",
  "#c1c7d1",
  "#99a1af",
  "#626b7a",
  "#4a5261",
  "#323946",
  "#1b202a",
];

const dark: MantineColorsTuple = [
  "#e4e7ed",
  "#c5cad5",
  "#a0a8b8",
  "#7b8496",
  "#353b49",
  "#2a2f3b",
  "#1c2029",
  "#14171e",
  "#101218",
  "#0a0c10",
];

/** A dialog stands beside the page, so its `<header>` would be read out as another banner of the page. */
const NO_BANNER = { role: "presentation" } as const;

/** The look of the whole panel. */
export const theme = createTheme({
  primaryColor: "brand",
  primaryShade: 6,
  colors: { brand, gray, dark },
  black: gray[9],
  defaultRadius: "md",
  cursorType: "pointer",
  respectReducedMotion: true,
  fontFamily: 'Inter, ui-sans-serif, system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", sans-serif',
  fontFamilyMonospace: '"JetBrains Mono", ui-monospace, "SF Mono", Menlo, Consolas, monospace',
  fontSizes: { xs: "0.75rem", sm: "0.8125rem", md: "0.875rem", lg: "1rem", xl: "1.125rem" },
  lineHeights: { xs: "1.4", sm: "1.45", md: "1.5", lg: "1.5", xl: "1.5" },
  spacing: { xs: "0.5rem", sm: "0.75rem", md: "1rem", lg: "1.5rem", xl: "2rem" },
  radius: { xs: "0.25rem", sm: "0.375rem", md: "0.5rem", lg: "0.75rem", xl: "1rem" },
  headings: {
    fontWeight: "600",
    sizes: {
      h1: { fontSize: "1.375rem", lineHeight: "1.3" },
      h2: { fontSize: "1.0625rem", lineHeight: "1.35" },
      h3: { fontSize: "0.9375rem", lineHeight: "1.4" },
      h4: { fontSize: "0.875rem", lineHeight: "1.45" },
    },
  },
  shadows: {
    xs: "0 1px 2px rgb(16 24 40 / 5%)",
    sm: "0 1px 3px rgb(16 24 40 / 8%), 0 1px 2px rgb(16 24 40 / 4%)",
    md: "0 4px 12px rgb(16 24 40 / 8%)",
    lg: "0 12px 28px rgb(16 24 40 / 14%)",
    xl: "0 20px 48px rgb(16 24 40 / 18%)",
  },
  components: {
    ActionIcon: ActionIcon.extend({ defaultProps: { variant: "subtle", color: "gray" } }),
    Alert: Alert.extend({ defaultProps: { variant: "light" } }),
    Badge: Badge.extend({ defaultProps: { variant: "light", tt: "none", fw: 500 } }),
    Button: Button.extend({ defaultProps: { fw: 500 } }),
    Card: Card.extend({ defaultProps: { withBorder: true, shadow: "none" } }),
    DrawerHeader: Drawer.Header.extend({ defaultProps: NO_BANNER }),
    Menu: Menu.extend({
      defaultProps: { shadow: "md", withinPortal: true, withInitialFocusPlaceholder: false },
    }),
    Modal: Modal.extend({
      defaultProps: {
        centered: true,
        overlayProps: { backgroundOpacity: 0.4 },
        closeButtonProps: { "aria-label": "Close" },
      },
      styles: { title: { fontSize: "var(--mantine-font-size-lg)", fontWeight: 600 } },
    }),
    ModalHeader: Modal.Header.extend({ defaultProps: NO_BANNER }),
    Paper: Paper.extend({ defaultProps: { shadow: "none" } }),
    Skeleton: Skeleton.extend({ defaultProps: { radius: "sm" } }),
    Table: Table.extend({ defaultProps: { verticalSpacing: "xs", horizontalSpacing: "md" } }),
    Tabs: Tabs.extend({ defaultProps: { keepMounted: false } }),
    Tooltip: Tooltip.extend({
      defaultProps: { openDelay: 350, withArrow: false, events: { hover: true, focus: true, touch: false } },
    }),
  },
});

const HUES = [
  "red",
  "pink",
  "grape",
  "violet",
  "indigo",
  "blue",
  "cyan",
  "teal",
  "green",
  "lime",
  "yellow",
  "orange",
  "brand",
];

/** On dark pages the light variant is a tint of its colour, not a solid block of it. */
const darkTints = Object.fromEntries(
  HUES.flatMap((hue) => [
    [`--mantine-color-${hue}-light`, `color-mix(in srgb, var(--mantine-color-${hue}-5) 16%, transparent)`],
    [
      `--mantine-color-${hue}-light-hover`,
      `color-mix(in srgb, var(--mantine-color-${hue}-5) 24%, transparent)`,
    ],
    [`--mantine-color-${hue}-light-color`, `var(--mantine-color-${hue}-2)`],
  ]),
);

/** Our own variables: surfaces, the canvas, edges and statuses, for both colour schemes. */
export const cssVariables: CSSVariablesResolver = () => ({
  variables: { "--allma-sidebar-width": "232px", "--allma-header-height": "52px" },
  light: {
    "--mantine-color-error": "var(--mantine-color-red-8)",
    "--mantine-color-yellow-light-color": "#7a4a00",
    "--mantine-color-orange-light-color": "#93370d",
    "--mantine-color-lime-light-color": "#3f6212",
    "--mantine-color-green-light-color": "#1b6630",
    "--mantine-color-teal-light-color": "#0b5f48",
    "--mantine-color-body": "#ffffff",
    "--mantine-color-placeholder": gray[6],
    "--allma-surface": "#ffffff",
    "--allma-sunken": gray[0],
    "--allma-canvas": "#f6f7f9",
    "--allma-border": gray[2],
    "--allma-muted": gray[6],
    "--allma-edge": "#98a2b3",
    "--allma-edge-condition": "#6366f1",
    "--allma-edge-error": "#dc2626",
    "--allma-edge-branch": "#0d9488",
    "--allma-ok": "#166534",
    "--allma-fail": "#b91c1c",
    "--allma-run": "#1d4ed8",
    "--allma-wait": "#92400e",
    "--allma-skip": "#566070",
    "--allma-category-ai": "#7c3aed",
    "--allma-category-calls": "#2563eb",
    "--allma-category-control": "#4f5b73",
    "--allma-category-data": "#0f766e",
  },
  dark: {
    ...darkTints,
    "--mantine-color-error": "var(--mantine-color-red-4)",
    "--mantine-color-gray-light": dark[5],
    "--mantine-color-gray-light-color": dark[1],
    "--mantine-color-body": dark[7],
    "--mantine-color-placeholder": dark[3],
    "--allma-surface": dark[6],
    "--allma-sunken": dark[8],
    "--allma-canvas": "#0f1218",
    "--allma-border": dark[5],
    "--allma-muted": dark[2],
    "--allma-edge": "#5b6577",
    "--allma-edge-condition": "#818cf8",
    "--allma-edge-error": "#f87171",
    "--allma-edge-branch": "#2dd4bf",
    "--allma-ok": "#4ade80",
    "--allma-fail": "#fb8585",
    "--allma-run": "#7db5ff",
    "--allma-wait": "#fbbf24",
    "--allma-skip": "#a0a8b8",
    "--allma-category-ai": "#b794f6",
    "--allma-category-calls": "#7db5ff",
    "--allma-category-control": "#a8b3c9",
    "--allma-category-data": "#4fd1c5",
  },
});
