import { element, fill, write } from "../shared/element.js";
import { avatar } from "../shared/avatar.js";
import { pagerWords } from "../language.js";
import { noteInAddress } from "../router.js";
import { icon } from "../shared/icons.js";
import { failureNotice, failureOf, failureText, sketch } from "./notice.js";
import { pager } from "../shared/pager.js";
import { fullName } from "./streams.js";

/**
 * @typedef {import("../main.js").Context} Context
 * @typedef {import("../api.js").Schemas["Viewer"]} Viewer
 * @typedef {import("../api.js").Schemas["Viewers"]} Viewers
 */

const LIMIT = 10;
const TYPING_PAUSE = 250;

/**
 * Who is watching a stream: searched, leafed through, followed. `hear` is told how many watch, and asks anew, quietly,
 * where that has changed.
 * @param {Context} context
 * @param {string} streamId
 * @param {URLSearchParams} query
 */
export function viewersPanel(context, streamId, query) {
  const { api, language, signal } = context;
  let search = query.get("search") ?? "";
  let page = Math.max(1, Number.parseInt(query.get("page") ?? "1", 10) || 1);
  let asked = new AbortController();
  /** @type {number | null} */
  let known = null;
  /** @type {Map<string, ReturnType<typeof viewerRow>>} */
  let rows = new Map();

  const figure = element("p", { class: "soft viewers-figure", role: "status" });
  const box = searchBox(language, search, lookFor);
  const list = element("ul", { class: "viewers-list" });
  const place = element("div", { class: "viewers-place", tabindex: "-1" }, sketch("row", 6));
  const root = element(
    "section",
    { class: "panel viewers", "aria-labelledby": "viewers-title" },
    element("h2", { id: "viewers-title" }, language.say("viewers")),
    figure,
    box,
    place,
  );
  signal.addEventListener("abort", () => asked.abort());
  ask();
  return { root, hear };

  /** @param {number} count */
  function hear(count) {
    if (known !== null && known !== count) ask(true);
    known = count;
  }

  /** @param {string} text */
  function lookFor(text) {
    if (text === search) return;
    search = text;
    turn(1);
  }

  /** @param {number} wanted */
  function turn(wanted) {
    page = wanted;
    noteInAddress({ search, page: page > 1 ? String(page) : "" });
    return ask();
  }

  async function ask(isQuiet = false) {
    asked.abort();
    asked = new AbortController();
    const { signal: current } = asked;
    place.setAttribute("aria-busy", "true");
    try {
      const found = await api.viewers(streamId, { page, limit: LIMIT, ...(search ? { search } : {}) }, current);
      if (!current.aborted) show(found);
    } catch (problem) {
      const failure = failureOf(problem, current);
      if (failure && !(isQuiet && failure.kind === "away")) refuse(failure);
    } finally {
      if (!current.aborted) place.removeAttribute("aria-busy");
    }
  }

  /** @param {import("../api.js").Failure} failure */
  function refuse(failure) {
    rows = new Map();
    write(figure, "");
    box.hidden = failure.kind === "forbidden" || failure.kind === "unauthorized";
    fill(place, failureNotice(context, failure, () => ask()));
    context.announce(failureText(context, failure));
  }

  /** @param {Viewers} found */
  function show({ list: viewers, pagination, participantAudienceTotal }) {
    const count = pagination.totalItems;
    if (!search.trim()) known = count;
    const now = search.trim() ? language.say("found", { count }) : language.say("viewersNow", { count });
    write(figure, `${now} · ${language.say("viewersEver", { total: participantAudienceTotal })}`);
    box.hidden = false;
    // A row that stays keeps its button, and the focus on it.
    rows = new Map(viewers.map((viewer) => [viewer._id, rows.get(viewer._id) ?? viewerRow(context, viewer)]));
    for (const viewer of viewers) rows.get(viewer._id)?.show(viewer);
    arrange(list, [...rows.values()].map((row) => row.root));
    const leaf = pager(pagerWords(language, pagination), pagination, async (wanted) => {
      await turn(wanted);
      place.focus();
    });
    if (viewers.length) keepOrFill(place, [list, leaf]);
    else fill(place, element("p", { class: "viewers-none soft" }, emptyText(pagination.totalItems)), leaf);
  }

  /** @param {number} count */
  function emptyText(count) {
    if (count) return language.say("pastTheEnd");
    return search.trim() ? language.say("foundNobody", { search: search.trim() }) : language.say("nobodyWatches");
  }
}

/**
 * Bring an element's children into an order, touching only those that are elsewhere: what is moved loses the focus.
 * @param {Element} parent
 * @param {Element[]} wanted
 */
function arrange(parent, wanted) {
  for (const child of [...parent.children]) if (!wanted.includes(child)) child.remove();
  wanted.forEach((child, index) => {
    if (parent.children[index] !== child) parent.insertBefore(child, parent.children[index] ?? null);
  });
}

/**
 * @param {Element} place
 * @param {(Element | null)[]} parts  the first stays where it is already
 */
function keepOrFill(place, [list, leaf]) {
  if (!list) return;
  if (place.firstElementChild !== list) {
    fill(place, list, leaf);
    return;
  }
  const before = list.nextElementSibling;
  const step = before?.contains(document.activeElement) ? document.activeElement?.getAttribute("data-step") : null;
  before?.remove();
  if (leaf) place.append(leaf);
  const button = step && leaf?.querySelector(`[data-step="${step}"]`);
  if (button instanceof HTMLElement) button.focus();
}

/**
 * A search field that tells what it holds once typing rests.
 * @param {import("../language.js").Language} language
 * @param {string} begun
 * @param {(text: string) => void} onRest
 */
function searchBox(language, begun, onRest) {
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let timer;
  const input = element("input", {
    type: "search", id: "viewer-search", value: begun, maxlength: 100, autocomplete: "off", spellcheck: "false",
    placeholder: language.say("searchPlaceholder"), "aria-label": language.say("searchViewers"), oninput: restart,
  });
  const clear = element(
    "button",
    { type: "button", class: "button-bare", "aria-label": language.say("clearSearch"), hidden: !begun, onclick: empty },
    icon("close"),
  );
  return element("div", { class: "search", role: "search" }, icon("search"), input, clear);

  function restart() {
    clear.hidden = !input.value;
    clearTimeout(timer);
    timer = setTimeout(() => onRest(input.value), TYPING_PAUSE);
  }

  function empty() {
    input.value = "";
    clear.hidden = true;
    clearTimeout(timer);
    onRest("");
    input.focus();
  }
}

/** @param {Context} context @param {Viewer} viewer */
function viewerRow(context, viewer) {
  const { api, language, session, clock, signal, announce } = context;
  const name = fullName(viewer);
  const isMe = session.persona()?.userId === viewer._id;
  const who = element("span", { class: "viewer-fact soft" }, `@${viewer.username} · ${language.say(`expertise_${viewer.expertise}`)}`);
  const followers = element("span", {});
  const joined = element("time", { datetime: viewer.joinedAt, title: language.say("joined", { when: language.moment(viewer.joinedAt) }) });
  const button = element("button", { type: "button", class: "button-follow", onclick: toggle });
  let shown = viewer;
  let isAsking = false;
  const root = element(
    "li",
    { class: "viewer", "data-user": viewer._id },
    avatar({ id: viewer._id, name }),
    element(
      "span",
      { class: "viewer-words" },
      element("bdi", { class: "viewer-name" }, name),
      who,
      element("span", { class: "viewer-fact soft" }, followers, " · ", joined),
    ),
    isMe ? element("span", { class: "badge badge-me" }, language.say("you")) : button,
  );
  return { root, show };

  /** @param {Viewer} now */
  function show(now) {
    if (!isAsking) shown = now;
    const { followersCount: count, isFollowing, joinedAt } = shown;
    write(followers, language.say("followers", { count, short: language.short(count) }));
    write(joined, language.relative(joinedAt, clock.now()));
    button.setAttribute("aria-pressed", String(isFollowing));
    button.setAttribute("aria-label", language.say(isFollowing ? "unfollowLabel" : "followLabel", { name }));
    write(button, language.say(isFollowing ? "following" : "follow"));
  }

  async function toggle() {
    if (isAsking) return;
    isAsking = true;
    button.setAttribute("aria-disabled", "true");
    try {
      const done = await (shown.isFollowing ? api.unfollow(viewer._id) : api.follow(viewer._id));
      const moved = Number(done.isFollowing) - Number(done.previouslyFollowing);
      shown = { ...shown, isFollowing: done.isFollowing, followersCount: shown.followersCount + moved };
      announce(language.say(done.isFollowing ? "nowFollowing" : "noLongerFollowing", { name }));
    } catch (problem) {
      const failure = failureOf(problem, signal);
      if (failure) context.toast(failureText(context, failure));
    } finally {
      isAsking = false;
      button.removeAttribute("aria-disabled");
      show(shown);
    }
  }
}
