import { element, fill, write } from "./shared/element.js";
import { brand, connectionStrip, skipLink } from "./shared/header.js";
import { repeat } from "./shared/polling.js";
import { toaster } from "./shared/toasts.js";
import { createControl, Refused } from "./control.js";
import { journalView } from "./journal.js";
import { clockPanel } from "./panels/clock.js";
import { faultsPanel } from "./panels/faults.js";
import { personasPanel } from "./panels/personas.js";
import { simulationPanel } from "./panels/simulation.js";
import { snapshotsPanel } from "./panels/snapshots.js";
import { worldPanel } from "./panels/world.js";
import { stateView } from "./state.js";

const PAUSE = 2000;
const KEPT_AS = "kulis.console.token";
const VIEWS = ["journal", "steer", "state"];

open();

function open() {
  const strip = connectionStrip();
  const toasts = toaster();
  const control = createControl({
    token: () => sessionStorage.getItem(KEPT_AS),
    onReach: (isReached) => strip.show(isReached, "The server does not answer. Trying again…"),
  });
  /** @type {import("./acting.js").Tools} */
  const tools = { control, toast: toasts.toast, refresh };
  const panels = [worldPanel, clockPanel, personasPanel, faultsPanel, simulationPanel, snapshotsPanel].map((make) => make(tools));
  const state = stateView(tools);
  const facts = element("p", { class: "facts" });
  const links = element("span", { class: "links" });
  const main = element(
    "main",
    { id: "main", tabindex: "-1" },
    element("h1", { class: "unseen" }, "Kulis console"),
    element("div", { class: "steer", id: "steer" }, ...panels.map((panel) => panel.root)),
    element("div", { class: "watch" }, journalView(tools).root, state.root),
  );
  const navigation = element("nav", { "aria-label": "Views" }, ...VIEWS.map(link));
  fill(
    document.body,
    skipLink("Skip to the content", main),
    element("header", { class: "header" }, brand("#/journal", "Kulis", element("span", { class: "brand-part" }, "console")), navigation, facts, links),
    strip.root,
    main,
    toasts.root,
  );
  addEventListener("hashchange", showView);
  showView();
  refresh();
  repeat(new AbortController().signal, PAUSE, refresh);

  async function refresh() {
    try {
      const status = await control.get("/status");
      write(facts, told(status));
      showLinks(links, status.pages);
      for (const panel of panels) panel.show(status);
    } catch (problem) {
      if (!(problem instanceof Refused)) throw problem;
      if (problem.status === 401 || problem.status === 403) askForToken(problem.message);
    }
  }

  function showView() {
    const wanted = location.hash.replace("#/", "");
    const view = VIEWS.includes(wanted) ? wanted : "journal";
    main.dataset.view = view;
    for (const link_ of navigation.children) {
      if (link_.getAttribute("href") === `#/${view}`) link_.setAttribute("aria-current", "page");
      else link_.removeAttribute("aria-current");
    }
    if (view === "state") state.load();
  }
}

/** @param {import("./control.js").Told<"/status">} status */
function told({ world, seed, simulation, workers }) {
  const facts = [world, `seed ${seed}`];
  if (simulation !== "off") facts.push(`simulation ${simulation}`);
  if (workers > 1) facts.push(`${workers} workers, each with a journal of its own`);
  return facts.join(" · ");
}

/** @param {string} view */
function link(view) {
  return element("a", { href: `#/${view}`, "data-view": view }, view[0].toUpperCase() + view.slice(1));
}

/** The pages beside this one, of which a proxy has none. @param {HTMLElement} links @param {string[]} pages */
function showLinks(links, pages) {
  if (links.children.length === pages.length) return;
  fill(links, ...pages.map((path) => element("a", { href: path }, path[1].toUpperCase() + path.slice(2))));
}

/** A server that is reached from elsewhere wants its control token first. @param {string} message */
function askForToken(message) {
  if (document.querySelector("dialog")) return;
  const token = element("input", { type: "password", required: true, autocomplete: "off", "aria-label": "Control token" });
  const form = element("form", { class: "fields", method: "dialog" }, token, element("button", { class: "button button-small" }, "Use it"));
  const dialog = element("dialog", { class: "ask", "aria-labelledby": "ask-title" }, element("h2", { id: "ask-title" }, "Control token"), element("p", { class: "soft" }, message), form);
  dialog.addEventListener("close", () => {
    if (token.value) sessionStorage.setItem(KEPT_AS, token.value);
    dialog.remove();
  });
  document.body.append(dialog);
  dialog.showModal();
}
