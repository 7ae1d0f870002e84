import { drawing, element, write } from "./element.js";

/**
 * The name of the page, which leads to its beginning.
 * @param {string} href
 * @param {...(Node | string)} words
 */
export function brand(href, ...words) {
  const sign = drawing(
    "svg",
    { viewBox: "0 0 32 32", class: "brand-sign", "aria-hidden": true },
    drawing("path", { d: "M16 3 4 28h24Z", class: "brand-beam" }),
    drawing("ellipse", { cx: 16, cy: 28, rx: 12, ry: 2.8, class: "brand-floor" }),
  );
  return element("a", { class: "brand", id: "brand", href }, sign, ...words);
}

/**
 * A link for keyboards to what the page is about. The address is the views' own, so that it must not change it.
 * @param {string} words
 * @param {HTMLElement} main
 */
export function skipLink(words, main) {
  /** @param {Event} event */
  function skip(event) {
    event.preventDefault();
    main.focus();
  }
  return element("a", { class: "skip", href: "#main", onclick: skip }, words);
}

/** A strip above the page while the server does not answer. */
export function connectionStrip() {
  const root = element("p", { class: "strip", role: "status" });
  return {
    root,
    /** @param {boolean} isReached @param {string} words  for when it is not */
    show(isReached, words) {
      root.classList.toggle("strip-lost", !isReached);
      write(root, isReached ? "" : words);
    },
  };
}
