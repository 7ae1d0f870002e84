import { element, fill, write } from "./shared/element.js";
import { icon } from "./shared/icons.js";
import { Refused } from "./control.js";
import { actionButton } from "./acting.js";
import { entryDetails } from "./entry.js";
import { timeOfDay } from "./times.js";

/** @typedef {import("./control.js").Told<"/journal">["entries"][number]} Entry */

const KEPT = 300;
const WAIT = 20;
const BREATH = 2000;
const BATCH = 300;

/**
 * The exchanges as they come in, newest first, each with the verdict on its request.
 * @param {import("./acting.js").Tools} tools
 */
export function journalView(tools) {
  const { control } = tools;
  const list = element("ol", { class: "entries", reversed: true });
  const none = element("p", { class: "soft empty" }, "Nothing yet. Send a request to the API, and it appears here.");
  const text = element("input", { type: "search", placeholder: "Path, operation, persona, status", "aria-label": "Show only entries with", oninput: sift });
  const notable = element("input", { type: "checkbox", onchange: sift });
  const follow = element("button", { type: "button", class: "button button-quiet button-small", onclick: turn });
  const count = element("p", { class: "soft small", role: "status" });
  const root = element(
    "section",
    { class: "panel journal", id: "journal", "aria-labelledby": "journal-title" },
    element("div", { class: "panel-head" }, element("h2", { id: "journal-title" }, "Journal"), count),
    element(
      "div",
      { class: "row" },
      element("div", { class: "search" }, icon("search"), text),
      element("label", { class: "check" }, notable, "Only what is remarkable"),
      element("div", { class: "row row-end" }, follow, archiveButton(tools), clearButton()),
    ),
    list,
    none,
  );
  let last = -1;
  let run = "";
  let isFollowing = true;
  showFollowing();
  read();
  return { root };

  /** Asks without end: the server answers as soon as there is something new. */
  async function read() {
    for (;;) {
      if (!isFollowing || document.hidden) {
        await pause(500);
        continue;
      }
      try {
        // The first answer is what there is; from then on only what is new is waited for.
        /** @type {Record<string, number>} */
        const query = last < 0 ? { limit: KEPT } : { after: last, limit: 100, wait: WAIT };
        take(await control.get("/journal", { query, patience: (WAIT + 10) * 1000 }));
        // What comes meanwhile comes together: asking once for each exchange would be half of what the mock does.
        await pause(BATCH);
      } catch (problem) {
        if (!(problem instanceof Refused)) throw problem;
        await pause(BREATH);
      }
    }
  }

  /** @param {import("./control.js").Told<"/journal">} page */
  function take(page) {
    if (page.run !== run) {
      run = page.run;
      fill(list);
    }
    const entries = page.entries.map((entry) => row(tools, entry));
    last = page.entries.length ? page.entries[page.entries.length - 1].number : page.last;
    list.prepend(...entries.reverse());
    for (const old of [...list.children].slice(KEPT)) old.remove();
    sift();
  }

  function sift() {
    const wanted = text.value.trim().toLowerCase();
    let shown = 0;
    for (const entry of /** @type {HTMLCollectionOf<HTMLElement>} */ (list.children)) {
      const isWanted = (entry.dataset.words ?? "").includes(wanted) && (!notable.checked || entry.dataset.notable === "yes");
      entry.hidden = !isWanted;
      shown += Number(isWanted);
    }
    none.hidden = list.children.length > 0;
    write(count, shown === list.children.length ? `${shown} exchanges` : `${shown} of ${list.children.length} exchanges`);
  }

  function turn() {
    isFollowing = !isFollowing;
    showFollowing();
  }

  function showFollowing() {
    fill(follow, icon(isFollowing ? "pause" : "play"), isFollowing ? "Pause" : "Follow");
  }

  function clearButton() {
    return actionButton(tools, { label: "Clear" }, async () => {
      await control.remove("/journal");
      fill(list);
      sift();
      return "The journal is empty";
    });
  }
}

/** @param {import("./acting.js").Tools} tools */
function archiveButton(tools) {
  return actionButton(tools, { label: "HAR", name: "Save the journal as an HTTP Archive" }, async () => {
    const archive = await tools.control.get("/journal.har");
    const address = URL.createObjectURL(new Blob([JSON.stringify(archive)], { type: "application/json" }));
    element("a", { href: address, download: "kulis.har" }).click();
    // A browser may not have begun to read it yet.
    setTimeout(() => URL.revokeObjectURL(address), BREATH);
    return null;
  });
}

/** @param {number} milliseconds */
function pause(milliseconds) {
  return new Promise((resume) => setTimeout(resume, milliseconds));
}

/**
 * An entry in one line, which opens to show all of it.
 * @param {import("./acting.js").Tools} tools
 * @param {Entry} entry
 */
function row(tools, entry) {
  const { number, at, method, path, operation, persona, status, milliseconds, verdict, remarks, breaches, faults, answeredBy } = entry;
  const details = element("div", { class: "entry-details", id: `entry-${number}`, hidden: true });
  const isNotable = verdict === "tolerated" || verdict === "refused" || breaches.length > 0 || faults.length > 0;
  const head = element(
    "button",
    { type: "button", class: "entry-head", "aria-expanded": "false", "aria-controls": details.id, onclick: open },
    element("span", { class: "entry-number soft" }, number),
    element("span", { class: `status status-${Math.floor(status / 100)}` }, status || "–"),
    element("span", { class: "entry-request" }, element("b", {}, method), " ", path),
    element("span", { class: "entry-operation soft" }, [operation ?? "no operation", persona, answeredBy && `answered by ${answeredBy}`].filter(Boolean).join(" · ")),
    element("span", { class: "entry-marks" }, ...marks(entry)),
    element("span", { class: "entry-time soft" }, `${timeOfDay(at)} · ${Math.round(milliseconds)} ms`),
  );
  const words = [method, path, operation, persona, status, verdict, ...remarks, ...faults].join(" ").toLowerCase();
  return element("li", { "data-words": words, "data-notable": isNotable ? "yes" : "no", "data-number": number }, head, details);

  async function open() {
    details.hidden = !details.hidden;
    head.setAttribute("aria-expanded", String(!details.hidden));
    if (details.hidden || details.hasChildNodes()) return;
    try {
      fill(details, ...entryDetails(tools, await tools.control.get(`/journal/${number}`)));
    } catch (problem) {
      if (!(problem instanceof Refused)) throw problem;
      fill(details, element("p", { class: "soft" }, problem.message));
    }
  }
}

/** @param {Entry} entry */
function marks({ verdict, remarks, breaches, faults }) {
  return [
    verdict === "tolerated" && element("span", { class: "badge badge-warn" }, remarks.length === 1 ? "1 remark" : `${remarks.length} remarks`),
    verdict === "refused" && element("span", { class: "badge badge-bad" }, "refused"),
    verdict === "unjudged" && !faults.length && element("span", { class: "badge" }, "unjudged"),
    breaches.length > 0 && element("span", { class: "badge badge-bad" }, "breaks the contract"),
    faults.length > 0 && element("span", { class: "badge badge-warn" }, "fault"),
  ];
}
