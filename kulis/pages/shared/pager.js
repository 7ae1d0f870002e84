import { element } from "./element.js";
import { icon } from "./icons.js";

/**
 * @typedef {{ currentPage: number, totalPages: number, hasPrevPage: boolean, hasNextPage: boolean }} Pagination
 */

/**
 * Leafing through a list; nothing where it fits on one page.
 * @param {{ pages: string, previous: string, next: string, place: string }} words
 * @param {Pagination} pagination
 * @param {(page: number) => void} go
 */
export function pager(words, { currentPage, totalPages, hasPrevPage, hasNextPage }, go) {
  if (totalPages < 2 && currentPage === 1) return null;
  // Past the end, back means back to where there is something.
  const previous = Math.max(1, Math.min(currentPage - 1, totalPages));
  return element(
    "nav",
    { class: "pager", "aria-label": words.pages },
    step("back", words.previous, hasPrevPage, previous),
    element("span", { class: "pager-place" }, words.place),
    step("forward", words.next, hasNextPage, currentPage + 1),
  );

  /** @param {string} sign @param {string} label @param {boolean} isThere @param {number} page */
  function step(sign, label, isThere, page) {
    const properties = { type: "button", class: "button-round", "aria-label": label, "data-step": sign };
    // Not `disabled`: somebody on the last page who has just pressed it keeps the focus.
    return element(
      "button",
      isThere ? { ...properties, onclick: () => go(page) } : { ...properties, "aria-disabled": "true" },
      icon(sign),
    );
  }
}
