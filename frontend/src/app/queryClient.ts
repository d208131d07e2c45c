import { QueryClient } from "@tanstack/react-query";
import { ApiError } from "@/api/problem";

const STALE_MS = 10_000;
const TRIES = 2;

/** Tries again only where that can help: no answer at all, or a fault of the server. */
export function mayRetry(failures: number, error: unknown): boolean {
  return failures < TRIES && error instanceof ApiError && (error.status === 0 || error.status >= 500);
}

/** The cache of what the server said. */
export function createQueryClient(): QueryClient {
  return new QueryClient({
    defaultOptions: { queries: { staleTime: STALE_MS, retry: mayRetry }, mutations: { retry: false } },
  });
}
