import { element, fill, write } from "../shared/element.js";
import { Failure } from "../api.js";
import { asClock } from "../language.js";
import { eachSecond } from "../parts/countdown.js";
import { giftChart } from "../parts/gift_chart.js";
import { celebrate, giftPanel } from "../parts/gifts.js";
import { failureOf, notice, place, sketch } from "../parts/notice.js";
import { poster } from "../parts/poster.js";
import { replayPanel } from "../parts/replay.js";
import { hosts, interestOf, liveBadge, watchers } from "../parts/streams.js";
import { viewersPanel } from "../parts/viewers.js";
import { repeat } from "../shared/polling.js";

/**
 * @typedef {import("../main.js").Context} Context
 * @typedef {import("../api.js").Schemas["LiveStream"]} LiveStream
 */

const PAUSE = 4000;

/**
 * One stream, in whatever status.
 * @param {Context} context
 * @param {string} id
 * @param {URLSearchParams} query
 */
export function streamView(context, id, query) {
  const { api, language } = context;
  return element(
    "div",
    { class: "watch" },
    place(context, {
      fetch: (signal) => api.stream(id, signal),
      show: (stream) => {
        context.entitle(stream.title);
        return stream.status === "active" ? liveStream(context, stream, query) : restingStream(context, stream);
      },
      sketch: () => sketch("stage"),
    }),
  );
}

/**
 * @param {Context} context
 * @param {LiveStream} stream
 * @param {URLSearchParams} query
 */
function liveStream(context, stream, query) {
  const { api, language, signal } = context;
  const count = watchers(context);
  const chart = giftChart(context);
  const viewers = viewersPanel(context, stream.id, query);
  const stage = element("div", { class: "stage stage-live" }, poster(stream), liveBadge(context), count.root, elapsed(context, stream));
  const isAsked = new AbortController();
  const root = element(
    "div",
    { class: "watch-live" },
    element("div", { class: "watch-main" }, stage, about(context, stream)),
    element("div", { class: "watch-side" }, giftPanel(context, stream, { onSent, onEnded }), viewers.root),
    element("div", { class: "watch-more" }, chartPanel(context, chart)),
  );
  signal.addEventListener("abort", () => isAsked.abort());
  follow();
  repeat(isAsked.signal, PAUSE, follow);
  return root;

  /** What moves: who is here and what was sent. */
  async function follow() {
    await Promise.all([followCount(), showGifts()]);
  }

  async function followCount() {
    try {
      const { viewerCount } = await api.viewerCount(stream.id, isAsked.signal);
      count.show(viewerCount);
      viewers.hear(viewerCount);
    } catch (problem) {
      const failure = failureOf(problem, isAsked.signal);
      if (failure?.kind === "missing") onEnded();
    }
  }

  async function showGifts() {
    try {
      chart.show(await api.giftStatistics(stream.id, isAsked.signal));
    } catch (problem) {
      failureOf(problem, isAsked.signal);
    }
  }

  /** @param {number} credits */
  function onSent(credits) {
    celebrate(stage, credits);
    showGifts();
  }

  /** The stream is not active any more: show what it has become. */
  async function onEnded() {
    if (isAsked.signal.aborted) return;
    isAsked.abort();
    context.announce(language.say("streamEnded"));
    context.toast(language.say("streamEnded"));
    context.again();
  }
}

/**
 * A stream that is not on air: its replay, or when it starts, or that it never will.
 * @param {Context} context
 * @param {LiveStream} stream
 */
function restingStream(context, stream) {
  const { language } = context;
  const badge = element("span", { class: "badge" }, language.say(`status_${stream.status}`));
  const chart = giftChart(context);
  const hasEnded = stream.status === "ended";
  return element(
    "div",
    { class: "watch-live" },
    element("div", { class: "watch-main" }, element("div", { class: "stage" }, poster(stream), badge), about(context, stream)),
    element("div", { class: "watch-side" }, hasEnded ? replayPanel(context, stream.id) : waiting(context, stream)),
    hasEnded && element(
      "div",
      { class: "watch-more" },
      place(context, {
        fetch: (signal) => context.api.giftStatistics(stream.id, signal),
        show: (statistics) => {
          chart.show(statistics);
          return chartPanel(context, chart);
        },
        sketch: () => sketch("row", 4),
      }),
    ),
  );
}

/** @param {Context} context @param {LiveStream} stream */
function waiting({ language }, { status, plannedStartDate }) {
  const when = plannedStartDate && language.moment(plannedStartDate);
  const isComing = status === "scheduled" || status === "preparing";
  if (isComing) {
    const title = when ? language.say("startsAt", { when }) : language.say(`status_${status}`);
    return element("section", { class: "panel" }, notice({ sign: "clock", title, text: language.say("scheduledText") }));
  }
  const title = language.say(status === "expired" ? "expiredText" : "cancelledText");
  const text = when ? language.say("wasPlanned", { when }) : "";
  return element("section", { class: "panel" }, notice({ sign: "nothing", title, text }));
}

/** @param {Context} context @param {LiveStream} stream */
function about(context, stream) {
  const { language, clock } = context;
  const { status, startedAt, endedAt, accessType, price, motivation } = stream;
  const length = endedAt && startedAt && language.say("duration", { time: asClock((Date.parse(endedAt) - Date.parse(startedAt)) / 1000) });
  const facts = [
    interestOf(context, stream),
    accessType === "paid" && status === "active" && language.say("admission", { price }),
    endedAt && language.say("endedAgo", { when: language.relative(endedAt, clock.now()) }),
    length,
  ].filter(Boolean);
  return element(
    "div",
    { class: "about" },
    element("h1", { tabindex: "-1" }, stream.title),
    hosts(context, stream),
    motivation && element("p", { class: "motivation" }, motivation),
    element("p", { class: "soft" }, facts.join(" · ")),
    status === "active" && goal(context, stream),
    status === "active" && element("p", { class: "soft small" }, language.say("noPicture")),
  );
}

/** How long the stream has been on air. @param {Context} context @param {LiveStream} stream */
function elapsed({ clock, signal, language }, { startedAt }) {
  if (!startedAt) return null;
  const time = element("span", { class: "figures" });
  const show = () => write(time, asClock((clock.now() - Date.parse(startedAt)) / 1000));
  show();
  eachSecond(signal, show);
  return element("span", { class: "badge badge-elapsed" }, element("span", { class: "unseen" }, language.say("onAirFor"), " "), time);
}

/** How much of the time that the host means to stream is over. @param {Context} context @param {LiveStream} stream */
function goal({ clock, signal, language }, { durationGoal, startedAt }) {
  if (!durationGoal || !startedAt) return null;
  const bar = element("progress", { max: durationGoal, "aria-label": language.say("goalLabel") });
  const text = element("span", { class: "soft small" });
  const show = () => {
    const done = Math.max(0, Math.floor((clock.now() - Date.parse(startedAt)) / 60_000));
    bar.value = Math.min(done, durationGoal);
    write(text, language.say("goal", { done, goal: durationGoal }));
  };
  show();
  eachSecond(signal, show);
  return element("div", { class: "goal" }, bar, text);
}

/** @param {Context} context @param {ReturnType<typeof giftChart>} chart */
function chartPanel({ language }, chart) {
  return element(
    "section",
    { class: "panel", "aria-labelledby": "chart-heading" },
    element("div", { class: "panel-head" }, element("h2", { id: "chart-heading" }, language.say("giftsSoFar")), chart.total),
    chart.root,
  );
}
