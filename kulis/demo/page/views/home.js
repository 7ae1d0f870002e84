import { element, fill } from "../shared/element.js";
import { Failure } from "../api.js";
import { fetchOpening } from "../opening.js";
import { icon } from "../shared/icons.js";
import { notice, place, sketch } from "../parts/notice.js";
import { liveBadge, streamCard, watchers } from "../parts/streams.js";
import { repeat } from "../shared/polling.js";

/**
 * @typedef {import("../main.js").Context} Context
 * @typedef {import("../api.js").Schemas["LiveStream"]} LiveStream
 */

const PAUSE = 10_000;

/**
 * What is on air, the most watched first, and what can be rented.
 * @param {Context} context
 */
export function homeView(context) {
  const { api, language } = context;
  return element(
    "div",
    { class: "home" },
    element("h1", { tabindex: "-1" }, language.say("nowLive")),
    place(context, {
      fetch: (signal) => api.featured(signal),
      show: (streams) => onAir(context, streams),
      sketch: () => sketch("card", 6),
    }),
    shelf(context),
  );
}

/** @param {Context} context */
function nothingLive({ language }) {
  return notice({ sign: "spark", title: language.say("nothingLiveTitle"), text: language.say("nothingLiveText") });
}

/**
 * The cards of what is on air, kept as they are on the server: counts move, streams come and go.
 * @param {Context} context
 * @param {LiveStream[]} streams
 */
function onAir(context, streams) {
  const grid = element("div", { class: "cards cards-live" });
  const root = element("div", {});
  /** @type {Map<string, ReturnType<typeof liveCard>>} */
  let cards = new Map();
  lay(streams);
  repeat(context.signal, PAUSE, refresh);
  return root;

  /** @param {LiveStream[]} found */
  function lay(found) {
    const order = [...cards.keys()].join();
    cards = new Map(found.map((stream) => [stream.id, cards.get(stream.id) ?? liveCard(context, stream)]));
    if (order !== [...cards.keys()].join()) fill(grid, ...[...cards.values()].map((card) => card.root));
    const shown = cards.size ? grid : nothingLive(context);
    if (root.firstChild !== grid || !cards.size) fill(root, shown);
    for (const [id, card] of cards) count(id, card);
  }

  /** @param {string} id @param {ReturnType<typeof liveCard>} card */
  async function count(id, card) {
    if (!context.session.persona()) return;
    const found = await quietly(() => context.api.viewerCount(id, context.signal));
    if (found) card.count.show(found.viewerCount);
  }

  async function refresh() {
    const found = await quietly(() => context.api.featured(context.signal));
    if (found) lay(found);
  }
}

/** @param {Context} context @param {LiveStream} stream */
function liveCard(context, stream) {
  const count = watchers(context);
  const { accessType, price } = stream;
  const note = accessType === "paid" ? context.language.say("admission", { price }) : stream.motivation;
  // Shown on the first card alone, wherever that is.
  const eyebrow = element("p", { class: "card-eyebrow" }, context.language.say("mostWatched"));
  const badge = liveBadge(context);
  return { count, root: streamCard(context, stream, { badge, foot: count.root, eyebrow, note, level: "h2" }) };
}

/**
 * The replays that the page is handed links to: the API lists only those that one has rented.
 * @param {Context} context
 */
function shelf(context) {
  const { api, language, signal } = context;
  const body = element("div", {}, cards());
  let known = "";
  repeat(signal, PAUSE, refresh);
  return element(
    "section",
    { class: "shelf", "aria-labelledby": "shelf-title" },
    element("h2", { id: "shelf-title" }, language.say("replays")),
    element("p", { class: "soft" }, language.say("replaysHint")),
    body,
  );

  function cards() {
    return place(context, {
      fetch: async (asked) => {
        const { replays } = await fetchOpening(asked);
        known = replays.join();
        return (await Promise.all(replays.map((id) => unlessGone(api.stream(id, asked))))).filter((stream) => stream !== null);
      },
      show: (streams) =>
        streams.length
          ? element("div", { class: "cards" }, ...streams.map((stream) => replayCard(context, stream)))
          : notice({ sign: "play", title: language.say("noReplaysTitle"), text: language.say("noReplaysText") }),
      sketch: () => sketch("card", 3),
    });
  }

  /** A stream that has ended since may have left a replay. */
  async function refresh() {
    const found = await quietly(() => fetchOpening(signal));
    if (found && found.replays.join() !== known) fill(body, cards());
  }
}

/** @param {Context} context @param {LiveStream} stream */
function replayCard(context, stream) {
  const { language, clock } = context;
  const { status, price } = stream.replayAccess;
  const state = `state_${status}`;
  const badge = language.knows(state)
    ? element("span", { class: `badge badge-${status}` }, language.say(state))
    : element("span", { class: "badge" }, icon("play"), language.say("replayPrice", { count: price }));
  const note = stream.endedAt && language.say("endedAgo", { when: language.relative(stream.endedAt, clock.now()) });
  return streamCard(context, stream, { badge, note });
}

/**
 * @template Data
 * @param {Promise<Data>} asked
 */
async function unlessGone(asked) {
  try {
    return await asked;
  } catch (problem) {
    if (problem instanceof Failure && problem.kind === "missing") return null;
    throw problem;
  }
}

/**
 * What only freshens the page may fail unseen: it is asked for again soon.
 * @template Data
 * @param {() => Promise<Data>} ask
 */
async function quietly(ask) {
  try {
    return await ask();
  } catch {
    return null;
  }
}
