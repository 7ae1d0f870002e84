import { element } from "./shared/element.js";
import { actionButton, copy } from "./acting.js";
import { moment } from "./times.js";

/** @typedef {import("./control.js").Told<"/journal/{number}">} Entry */

/**
 * All that the journal keeps of an exchange, the words for its sender first.
 * @param {import("./acting.js").Tools} tools
 * @param {Entry} entry
 */
export function entryDetails(tools, entry) {
  const { at, remarks, errors, breaches, wishes, faults, verdict, request, response } = entry;
  return [
    element(
      "div",
      { class: "row" },
      element("span", { class: "soft small" }, `${moment(at)} · request ${verdict}`),
      actionButton(tools, { label: "Copy as curl" }, async () => {
        await copy(tools, curl(entry), "A curl line");
        return null;
      }),
    ),
    sentences("Remarks on the request", remarks),
    sentences("What the answer says is wrong", errors),
    sentences("How the answer breaks the contract", breaches),
    sentences("Wishes", wishes),
    sentences("Faults that struck", faults),
    message("Request", request),
    message("Response", response),
  ].filter((part) => part !== null);
}

/** @param {string} title @param {string[]} texts */
function sentences(title, texts) {
  if (!texts.length) return null;
  return element("div", { class: "sentences" }, element("h3", {}, title), element("ul", {}, ...texts.map((text) => element("li", {}, text))));
}

/** @param {string} title @param {Entry["request"]} half */
function message(title, { headers, body, length, isWhole }) {
  const lines = headers.map(({ name, value }) => `${name}: ${value}`).join("\n");
  return element(
    "div",
    { class: "message" },
    element("h3", {}, title),
    headers.length > 0 && element("pre", { tabindex: "0", "aria-label": `${title} headers` }, lines),
    body && element("pre", { tabindex: "0", "aria-label": `${title} body` }, readable(body)),
    !isWhole && element("p", { class: "soft small" }, `Only the beginning of ${length} bytes is kept.`),
  );
}

/** @param {string} body */
function readable(body) {
  try {
    return JSON.stringify(JSON.parse(body), null, 2);
  } catch {
    return body;
  }
}

/** The request to paste into a terminal; the token is made there, since none is written down. @param {Entry} entry */
function curl({ method, path, persona, request }) {
  const quoted = (/** @type {string} */ text) => `'${text.replaceAll("'", `'\\''`)}'`;
  const type = request.headers.find(({ name }) => name === "content-type")?.value;
  return [
    `curl -X ${method}`,
    persona && `-H "Authorization: Bearer $(kulis token --as ${persona})"`,
    type && `-H ${quoted(`Content-Type: ${type}`)}`,
    request.body && `--data-raw ${quoted(request.body)}`,
    quoted(`${location.origin}${path}`),
  ].filter(Boolean).join(" ");
}
