import { useRef } from "react";
import { useForm } from "@/components/schema-form/binding";
import { isObject, type Json } from "@/components/schema-form/path";

/**
 * Fields of which only one may be there. `choose` puts another in its place, in one change; what was written in the
 * one before comes back when it is chosen again while the form is open.
 */
export function useVariant<Name extends string>(
  fields: Readonly<Record<Name, Json>>,
  fallback: NoInfer<Name> | "none",
) {
  const { value, set } = useForm();
  const stash = useRef<Partial<Record<string, Json>>>({});
  const names = Object.keys(fields) as Name[];
  const holder = isObject(value) ? value : {};
  const current = names.find((name) => holder[name] !== undefined && holder[name] !== null) ?? fallback;
  const choose = (next: Name | "none") => {
    const kept = Object.entries(holder).filter(([key]) => !names.includes(key as Name));
    for (const name of names) if (holder[name] !== undefined) stash.current[name] = holder[name];
    const chosen = next === "none" ? [] : [[next, stash.current[next] ?? fields[next]] as const];
    set([], Object.fromEntries([...kept, ...chosen]));
  };
  return { current, choose };
}
