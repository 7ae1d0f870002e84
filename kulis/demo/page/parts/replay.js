import { element, fill } from "../shared/element.js";
import { repeat } from "../shared/polling.js";
import { countdown } from "./countdown.js";
import { icon } from "../shared/icons.js";
import { failureOf, failureText, place, sketch } from "./notice.js";

/**
 * @typedef {import("../main.js").Context} Context
 * @typedef {import("../api.js").Schemas["ReplayStatus"]} ReplayStatus
 */

const PAUSE = 5000;

/**
 * What one may do with the recording of a stream that has ended: rent it, watch it, for so long.
 * @param {Context} context
 * @param {string} streamId
 */
export function replayPanel(context, streamId) {
  const { api, language, signal } = context;
  const outcome = element("p", { class: "outcome", role: "status" });
  const body = element("div", { class: "replay-body" });
  /** @type {ReplayStatus | null} */
  let shown = null;
  const root = element(
    "section",
    { class: "panel replay", "aria-labelledby": "replay-title" },
    element("h2", { id: "replay-title" }, language.say("replay")),
    place(context, {
      fetch: (asked) => api.replayStatus(streamId, asked),
      show: (access) => {
        show(access);
        return [body, outcome];
      },
      sketch: () => sketch("row", 2),
    }),
  );
  repeat(signal, PAUSE, refresh);
  return root;

  async function refresh() {
    if (!shown) return;
    try {
      show(await api.replayStatus(streamId, signal));
    } catch (problem) {
      failureOf(problem, signal);
    }
  }

  /** @param {ReplayStatus} access */
  function show(access) {
    // What has not changed stays: the focus may be on it.
    if (shown && shown.status === access.status && shown.expiresAt === access.expiresAt) return;
    const hadFocus = body.contains(document.activeElement);
    if (shown?.status === "active" && access.status === "expired") context.announce(expiredText(access));
    shown = access;
    fill(body, ...parts(access));
    if (hadFocus) body.querySelector("button")?.focus();
  }

  /** @param {ReplayStatus} access */
  function parts(access) {
    const { status, canRent, canViewRecording } = access;
    return [
      status === "active" && access.expiresAt && timeLeft(access.expiresAt),
      status === "expired" && element("p", {}, expiredText(access)),
      status === "refunded" && element("p", {}, language.say("rentalRefunded")),
      status === "owner" && element("p", {}, language.say("access_owner")),
      status === "participant" && element("p", {}, language.say("access_participant")),
      !canRent && !canViewRecording && element("p", {}, language.say("access_unavailable")),
      canViewRecording && player(access.recordingUrl),
      canRent && rentButton(access),
      canRent && element("p", { class: "soft" }, language.say("rentText")),
    ];
  }

  /** @param {ReplayStatus} access */
  function expiredText({ expiresAt }) {
    return language.say("rentalExpired", { when: language.relative(expiresAt ?? "", context.clock.now()) });
  }

  /** @param {string} expiresAt */
  function timeLeft(expiresAt) {
    return element(
      "div",
      { class: "time-left" },
      element("span", { class: "time-left-label" }, icon("clock"), language.say("timeLeft")),
      countdown(context, expiresAt, refresh),
      element("span", { class: "soft" }, language.say("expiresAt", { when: language.moment(expiresAt) })),
    );
  }

  /** @param {string | null} address */
  function player(address) {
    if (!address) return element("p", { class: "soft" }, language.say("recordingMissing"));
    // No picture is fetched: the addresses of the mock lie on a server that is not there.
    const words = element("p", { class: "playing", hidden: true }, language.say("playsHere"), " ", element("code", {}, address));
    const play = () => (words.hidden = !words.hidden);
    const button = element("button", { type: "button", class: "button button-wide", onclick: play }, icon("play"), language.say("play"));
    return element("div", {}, button, words);
  }

  /** @param {ReplayStatus} access */
  function rentButton({ status, price }) {
    const phrase = status === "available" ? "rentFor" : "rentAgainFor";
    const button = element("button", { type: "button", class: "button button-wide", onclick: rent }, language.say(phrase, { count: price }));
    return button;

    async function rent() {
      if (button.hasAttribute("aria-disabled")) return;
      button.setAttribute("aria-disabled", "true");
      try {
        const before = shown?.status;
        const rental = await api.rent(streamId);
        show(rental);
        tell(language.say(before === "active" ? "rentedAlready" : "rented"), false);
      } catch (problem) {
        const failure = failureOf(problem, signal);
        if (failure) await explain(failure);
      } finally {
        button.removeAttribute("aria-disabled");
      }
    }
  }

  /**
   * A conflict has several causes and one status: what the replay may still be asked for tells which it is.
   * @param {import("../api.js").Failure} failure
   */
  async function explain(failure) {
    if (failure.kind !== "conflict") return tell(failureText(context, failure), true);
    await refresh();
    if (shown?.canRent) tell(language.say("tooFewToRent", { price: shown.price }), true);
    else tell(language.say("conflictText"), true);
  }

  /** @param {string} text @param {boolean} isBad */
  function tell(text, isBad) {
    outcome.classList.toggle("outcome-bad", isBad);
    fill(outcome, text);
  }
}
