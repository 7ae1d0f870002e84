import { element, fill } from "./shared/element.js";
import { pager } from "./shared/pager.js";
import { Refused } from "./control.js";
import { actionButton } from "./acting.js";

const LIMIT = 10;

/**
 * What the store holds, collection by collection, page by page.
 * @param {import("./acting.js").Tools} tools
 */
export function stateView(tools) {
  const { control } = tools;
  const collections = element("div", { class: "row collections", role: "group", "aria-label": "Collections" });
  const documents = element("div", { class: "documents", tabindex: "-1" });
  const again = actionButton(tools, { label: "Look again" }, async () => {
    await load();
    return null;
  });
  const root = element(
    "section",
    { class: "panel state", id: "state", "aria-labelledby": "state-title" },
    element("div", { class: "panel-head" }, element("h2", { id: "state-title" }, "State"), again),
    collections,
    documents,
  );
  let chosen = "";
  let page = 1;
  return { root, load };

  async function load() {
    try {
      /** @type {import("./control.js").Told<"/state">} */
      const found = await control.get("/state");
      fill(collections, ...found.collections.map(collection));
      chosen ||= found.collections[0]?.name ?? "";
      if (chosen) await show();
    } catch (problem) {
      refuse(problem);
    }
  }

  /** @param {import("./control.js").Told<"/state">["collections"][number]} found */
  function collection({ name, documents: count }) {
    return element(
      "button",
      { type: "button", class: "collection", "data-collection": name, "aria-pressed": String(name === chosen), onclick: () => choose(name) },
      name,
      " ",
      element("span", { class: "soft" }, count),
    );
  }

  /** @param {string} name */
  function choose(name) {
    chosen = name;
    page = 1;
    return turn();
  }

  async function turn() {
    try {
      await show();
    } catch (problem) {
      refuse(problem);
    }
  }

  async function show() {
    /** @type {import("./control.js").Told<"/state/{collection}">} */
    const found = await control.get(`/state/${chosen}`, { query: { page, limit: LIMIT } });
    for (const button of collections.children) {
      button.setAttribute("aria-pressed", String(button.getAttribute("data-collection") === chosen));
    }
    const totalPages = Math.ceil(found.total / LIMIT);
    const words = { pages: "Pages", previous: "Previous page", next: "Next page", place: `Page ${page} of ${totalPages}` };
    const place = { currentPage: page, totalPages, hasPrevPage: page > 1, hasNextPage: page < totalPages };
    fill(
      documents,
      ...(found.documents.length ? found.documents.map(document_) : [element("p", { class: "soft empty" }, `There is nothing in ${chosen}.`)]),
      pager(words, place, (wanted) => {
        page = wanted;
        turn().then(() => documents.focus());
      }),
    );
  }

  /** @param {any} kept */
  function document_(kept) {
    const name = [kept.title, kept.username, kept.name, kept.kind].find((part) => typeof part === "string");
    return element(
      "details",
      {},
      element("summary", {}, element("code", {}, kept._id), name ? element("span", { class: "soft" }, ` ${name}`) : null),
      element("pre", { tabindex: "0", "aria-label": `Document ${kept._id}` }, JSON.stringify(kept, null, 2)),
    );
  }

  /** @param {unknown} problem */
  function refuse(problem) {
    if (!(problem instanceof Refused)) throw problem;
    fill(documents, element("p", { class: "soft empty" }, problem.message));
  }
}
