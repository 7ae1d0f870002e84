import { element } from "../shared/element.js";
import { icon } from "./icons.js";

/**
 * Leafing through a list; nothing where it fits on one page.
 * @param {import("../language.js").Language} language
 * @param {import("../api.js").Schemas["Pagination"]} pagination
 * @param {(page: number) => void} go
 */
export function pager(language, { currentPage, totalPages, hasPrevPage, hasNextPage }, go) {
  if (totalPages < 2 && currentPage === 1) return null;
  // Past the end, back means back to where there is something.
  const previous = Math.max(1, Math.min(currentPage - 1, totalPages));
  return element(
    "nav",
    { class: "pager", "aria-label": language.say("pages") },
    step("back", language.say("previousPage"), hasPrevPage, previous),
    element("span", { class: "pager-place" }, language.say("page", { page: currentPage, pages: totalPages })),
    step("forward", language.say("nextPage"), hasNextPage, currentPage + 1),
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
