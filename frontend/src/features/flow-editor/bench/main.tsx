import "@mantine/core/styles.layer.css";
import "@mantine/notifications/styles.layer.css";
import "@/app/base.css";
import { MantineProvider } from "@mantine/core";
import { Notifications } from "@mantine/notifications";
import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { createRoot } from "react-dom/client";
import { stepTypesQuery } from "@/api/steps/stepTypes";
import { cssVariables, theme } from "@/app/theme";
import type { FlowCanvasProps } from "@/components/flow-canvas/FlowCanvas";
import { readDocument } from "@/lib/definition/read";
import type { FlowDocument, StepType } from "@/lib/definition/types";
import { BareFlow } from "./BareFlow";
import { largeDocument } from "./documents";
import { Ours } from "./Ours";

/**
 * The page that measures the canvas. `?show=bare` is React Flow alone, `?show=ours` the editor, `?show=view` the
 * canvas to look at (`laid=NAME` lays NAME.json over it: overlay, marks, problems); `count` steps, or `document=NAME` for NAME.json beside the page. step-types.json is beside it too.
 */
async function start(): Promise<void> {
  const options = new URLSearchParams(location.search);
  const types = (await (await fetch("./step-types.json")).json()) as StepType[];
  const client = new QueryClient({ defaultOptions: { queries: { retry: false } } });
  client.setQueryData(stepTypesQuery().queryKey, types);
  client.setQueryData(["step-definitions", "search", ""], []);
  const document = await documentOf(options);
  const laid = options.get("laid");
  const over =
    laid === null ? {} : ((await (await fetch(`./${laid}.json`)).json()) as Partial<FlowCanvasProps>);
  performance.mark("document");
  const element = window.document.getElementById("root");
  if (!element) throw new Error("The page has no root.");
  createRoot(element).render(
    <QueryClientProvider client={client}>
      <MantineProvider
        theme={theme}
        cssVariablesResolver={cssVariables}
        forceColorScheme={options.has("dark") ? "dark" : "light"}
      >
        <Notifications />
        <div style={{ height: "100vh" }}>
          {options.get("show") === "bare" ? (
            <BareFlow document={document} culls={options.has("cull")} />
          ) : (
            <Ours document={document} options={options} over={over} />
          )}
        </div>
      </MantineProvider>
    </QueryClientProvider>,
  );
}

async function documentOf(options: URLSearchParams): Promise<FlowDocument> {
  const name = options.get("document");
  if (name === null) return largeDocument(Number(options.get("count") ?? "1000"));
  const reading = readDocument(await (await fetch(`./${name}.json`)).json());
  if (!reading.document) throw new Error(reading.reason);
  return reading.document;
}

void start();
