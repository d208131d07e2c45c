import "@testing-library/jest-dom/vitest";
import { cleanup, configure } from "@testing-library/react";
import { afterEach } from "vitest";
import "../i18n";

// A page is shown when its code is loaded; on a busy machine that takes a while.
configure({ asyncUtilTimeout: 10_000 });
afterEach(cleanup);

// jsdom has no layout: Mantine and React Flow ask for these.
if (typeof window !== "undefined") {
  window.matchMedia ??= (query: string) =>
    ({
      matches: false,
      media: query,
      onchange: null,
      addEventListener: () => undefined,
      removeEventListener: () => undefined,
      addListener: () => undefined,
      removeListener: () => undefined,
      dispatchEvent: () => false,
    }) satisfies MediaQueryList;
  window.ResizeObserver ??= class {
    observe(): void {}
    unobserve(): void {}
    disconnect(): void {}
  };
  window.scrollTo = () => undefined;
  Element.prototype.scrollIntoView ??= () => undefined;
  if (!("fonts" in document))
    Object.defineProperty(document, "fonts", {
      value: Object.assign(new EventTarget(), { ready: Promise.resolve() }),
    });
}
