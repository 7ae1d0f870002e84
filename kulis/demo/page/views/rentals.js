import { element } from "../shared/element.js";
import { pagerWords } from "../language.js";
import { noteInAddress } from "../router.js";
import { countdown } from "../parts/countdown.js";
import { failureOf, notice, place, sketch } from "../parts/notice.js";
import { pager } from "../shared/pager.js";
import { streamCard } from "../parts/streams.js";
import { repeat } from "../shared/polling.js";

/**
 * @typedef {import("../main.js").Context} Context
 */

const LIMIT = 6;
const PAUSE = 5000;

/**
 * The replays that one has rented, newest first.
 * @param {Context} context
 * @param {URLSearchParams} query
 */
export function rentalsView(context, query) {
  const { api, language } = context;
  const root = element("div", { class: "rentals" });
  let page = Math.max(1, Number.parseInt(query.get("page") ?? "1", 10) || 1);
  let states = "";
  show();
  repeat(context.signal, PAUSE, refresh);
  return root;

  function show() {
    root.replaceChildren(
      element("h1", { tabindex: "-1" }, language.say("myRentals")),
      place(context, {
        fetch: (signal) => api.myRentals({ page, limit: LIMIT }, signal),
        show: (found) => {
          states = statesOf(found);
          return [
            found.pagination.totalItems ? list(context, found.list) : nothingRented(context),
            element("div", {}, pager(pagerWords(language, found.pagination), found.pagination, turn)),
          ];
        },
        sketch: () => sketch("card", 3),
      }),
    );
  }

  /** @param {number} wanted */
  function turn(wanted) {
    page = wanted;
    noteInAddress({ page: page > 1 ? String(page) : "" });
    show();
    root.querySelector("h1")?.focus();
  }

  /** A rental may expire or be refunded meanwhile; and the server's clock is heard. */
  async function refresh() {
    try {
      const found = await api.myRentals({ page, limit: LIMIT }, context.signal);
      if (states && statesOf(found) !== states) show();
    } catch (problem) {
      failureOf(problem, context.signal);
    }
  }
}

/** @param {import("../api.js").Schemas["ReplayRentals"]} found */
function statesOf({ list: rentals, pagination }) {
  return JSON.stringify([pagination, rentals.map(({ replayAccess: { status, expiresAt } }) => [status, expiresAt])]);
}

/** @param {Context} context */
function nothingRented({ language }) {
  return notice(
    { sign: "play", title: language.say("rentalsEmptyTitle"), text: language.say("rentalsEmptyText") },
    element("a", { class: "button", href: "#/" }, language.say("backHome")),
  );
}

/**
 * @param {Context} context
 * @param {import("../api.js").Schemas["ReplayRentals"]["list"]} rentals
 */
function list(context, rentals) {
  return element("div", { class: "cards" }, ...rentals.map((rental) => card(context, rental)));
}

/**
 * @param {Context} context
 * @param {import("../api.js").Schemas["ReplayRentals"]["list"][number]} rental
 */
function card(context, { liveStream, replayAccess }) {
  const { language, clock } = context;
  const { status, rentedAt, expiresAt } = replayAccess;
  const badge = element("span", { class: `badge badge-${status}` });
  const isOpen = status === "active" && expiresAt;
  /** @type {HTMLElement | null} */
  const foot = isOpen
    ? element("span", { class: "badge badge-left" }, countdown(context, expiresAt, () => mark("expired")))
    : null;
  mark(status);
  const note = rentedAt && language.say("rentedAt", { when: language.relative(rentedAt, clock.now()) });
  return streamCard(context, liveStream, { badge, foot, note, level: "h2" });

  /** @param {string} state */
  function mark(state) {
    const phrase = `state_${state}`;
    badge.className = `badge badge-${state}`;
    badge.textContent = language.knows(phrase) ? language.say(phrase) : state;
    if (state !== "active") foot?.remove();
  }
}
