import { queryOptions } from "@tanstack/react-query";
import { api, body } from "@/api/client";

/** Every step type and module of the server; it changes only with the server, so it is asked for once. */
export const stepTypesQuery = () =>
  queryOptions({
    queryKey: ["step-types"],
    queryFn: async ({ signal }) => body(await api.GET("/api/v1/step-types/", { signal })).results,
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: Number.POSITIVE_INFINITY,
  });
