/** The stable addresses of the pages. */
export const paths = {
  home: () => "/",
  login: (next?: string) => (next && next !== "/" ? `/login?next=${encodeURIComponent(next)}` : "/login"),
  flows: () => "/flows",
  gallery: () => "/flows/templates",
  flow: (flowId: string) => `/flows/${flowId}`,
  version: (flowId: string, number: number) => `/flows/${flowId}/versions/${number}`,
  editor: (flowId: string, number: number, stepId?: string) =>
    `/flows/${flowId}/versions/${number}/edit${stepId ? `?step=${encodeURIComponent(stepId)}` : ""}`,
  compare: (flowId: string, from: number, to: number) => `/flows/${flowId}/compare?from=${from}&to=${to}`,
  executions: (search?: Record<string, string>) => withQuery("/executions", search),
  failures: (search?: Record<string, string>) => withQuery("/failures", search),
  approvals: (approvalId?: string) => withQuery("/approvals", approvalId ? { open: approvalId } : undefined),
  statistics: (search?: Record<string, string>) => withQuery("/statistics", search),
  execution: (executionId: string, seq?: number) =>
    `/executions/${executionId}${seq === undefined ? "" : `?seq=${seq}`}`,
  fixRun: (executionId: string, seq?: number, version?: number) =>
    withQuery(`/executions/${executionId}/fix`, {
      ...(seq !== undefined && { seq: String(seq) }),
      ...(version !== undefined && { version: String(version) }),
    }),
  capsule: () => "/executions/capsule",
  compareRuns: (left: string, right: string) => `/executions/${left}/compare/${right}`,
  stepDefinitions: () => "/step-definitions",
  connections: () => "/connections",
  prompts: () => "/prompts",
  prompt: (promptId: string) => `/prompts/${promptId}`,
  members: () => "/settings/members",
  apiKeys: () => "/settings/api-keys",
  audit: () => "/settings/audit",
  apiDocs: () => "/api/v1/docs/",
} as const;

function withQuery(path: string, search: Record<string, string> | undefined): string {
  const query = new URLSearchParams(search).toString();
  return query ? `${path}?${query}` : path;
}
