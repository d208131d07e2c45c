import "@testing-library/jest-dom/vitest";
import { cleanup, configure } from "@testing-library/react";
import { afterEach } from "vitest";

// A page is shown when its code is loaded; on a busy machine that takes a while.
configure({ asyncUtilTimeout: 10_000 });

// The files of a worker share one window: none finds what another has left there.
afterEach(() => {
  cleanup();
  document.body.replaceChildren();
  localStorage.clear();
  sessionStorage.clear();
});

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
  // A menu hides itself when its button lies outside of what is shown: here every box is empty and at the very edge.
  Object.defineProperties(Element.prototype, {
    clientWidth: { configurable: true, get: () => window.innerWidth },
    clientHeight: { configurable: true, get: () => window.innerHeight },
  });
  HTMLButtonElement.prototype.getBoundingClientRect = () => new DOMRect(8, 8, 32, 32);
  if (!("fonts" in document))
    Object.defineProperty(document, "fonts", {
      value: Object.assign(new EventTarget(), { ready: Promise.resolve() }),
    });
}
if (typeof Range !== "undefined") {
  // The code editor measures its text, which has no size here.
  Range.prototype.getClientRects ??= () => Object.assign([], { item: () => null });
  Range.prototype.getBoundingClientRect ??= () => new DOMRect();
}
