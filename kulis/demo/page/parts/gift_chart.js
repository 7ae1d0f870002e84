import { drawing, element, fill } from "../shared/element.js";
import { giftPaths } from "./gift_icons.js";

/**
 * @typedef {import("../main.js").Context} Context
 * @typedef {import("../api.js").Schemas["GiftStatistics"]} GiftStatistics
 * @typedef {{ credits: number | null, label: string, count: number, worth: number }} Bar
 */

const NARROWEST = 240;
const ROW = 38;
const LEFT = 84;
const RIGHT = 56;
const THICK = 14;

/**
 * How the gifts of a stream are distributed, as bars and as a table.
 * @param {Context} context
 */
export function giftChart({ language }) {
  const total = element("span", { class: "panel-figure", "data-total": "" });
  const table = element("table", {});
  const details = element("details", { class: "chart-table" }, element("summary", {}, language.say("asTable")), table);
  const picture = element("div", { class: "chart-picture" });
  const measures = element("div", { class: "segments", role: "group", "aria-label": language.say("measure") });
  /** @type {"count" | "worth"} */
  let measure = "count";
  /** @type {Bar[]} */
  let bars = [];
  /** @type {Map<string, number>} */
  let lengths = new Map();
  let width = NARROWEST;
  const choices = [choice("count", language.say("byNumber")), choice("worth", language.say("byCredits"))];
  fill(measures, ...choices);
  // Drawn as wide as there is room, so that its letters are as large as those around it.
  new ResizeObserver(([{ contentRect }]) => {
    if (contentRect.width < NARROWEST || contentRect.width === width) return;
    width = contentRect.width;
    if (bars.length) draw();
  }).observe(picture);
  return {
    root: element("figure", { class: "chart" }, measures, picture, details),
    total,

    /** @param {GiftStatistics} statistics */
    show(statistics) {
      bars = barsOf(statistics);
      total.textContent = language.say("giftsTotal", { count: statistics.totalCount });
      draw();
    },
  };

  /** @param {"count" | "worth"} which @param {string} label */
  function choice(which, label) {
    const button = element("button", { type: "button", "aria-pressed": String(which === measure) }, label);
    button.addEventListener("click", () => {
      measure = which;
      for (const other of choices) other.setAttribute("aria-pressed", String(other === button));
      draw();
    });
    return button;
  }

  /** @param {GiftStatistics} statistics @returns {Bar[]} */
  function barsOf({ totalCount, giftTypeCounts }) {
    const sent = giftTypeCounts.map(({ giftType: { creditAmount }, count }) => ({
      credits: creditAmount,
      label: language.say("credits", { count: creditAmount }),
      count,
      worth: count * creditAmount,
    }));
    const former = totalCount - sent.reduce((sum, bar) => sum + bar.count, 0);
    // What gifts of former types were worth is told nowhere.
    return former > 0 ? [...sent, { credits: null, label: language.say("noLongerSent"), count: former, worth: 0 }] : sent;
  }

  function draw() {
    const shown = bars.filter((bar) => measure === "count" || bar.credits !== null);
    const most = Math.max(1, ...shown.map((bar) => bar[measure]));
    const written = shown.map((bar) => language.say("chartBar", { credits: bar.label, count: bar[measure] }));
    const drawn = drawing(
      "svg",
      { viewBox: `0 0 ${width} ${Math.max(1, shown.length) * ROW}`, role: "img", "aria-labelledby": "chart-title chart-description" },
      drawing("title", { id: "chart-title" }, language.say("chartTitle")),
      drawing("desc", { id: "chart-description" }, language.say("chartDescription", { bars: language.list(written) })),
      ...shown.map((bar, index) => row(bar, index, bar[measure] / most)),
    );
    fill(picture, drawn);
    grow(drawn);
    fill(table, ...tableRows());
  }

  /** @param {Bar} bar @param {number} index @param {number} part */
  function row(bar, index, part) {
    const middle = index * ROW + ROW / 2;
    const room = width - LEFT - RIGHT;
    const length = bar[measure] ? Math.max(4, part * room) : 0;
    const look = bar.credits === null ? { name: "former", paths: [] } : giftPaths(bar.credits);
    const place = `translate(0 ${middle - 9}) scale(.75)`;
    return drawing(
      "g",
      { class: `bar gift-${look.name}` },
      drawing("g", { class: "gift", transform: place }, ...look.paths),
      drawing("text", { class: "bar-label", x: bar.credits === null ? 0 : 26, y: middle, dy: "0.36em" }, bar.credits === null ? bar.label : language.number(bar.credits)),
      drawing("rect", { class: "bar-track", x: LEFT, y: middle - THICK / 2, width: room, height: THICK, rx: THICK / 2 }),
      drawing("rect", { class: "bar-filled", x: LEFT, y: middle - THICK / 2, width: length, height: THICK, rx: THICK / 2, "data-bar": bar.label }),
      drawing("text", { class: "bar-value", x: width, y: middle, dy: "0.36em", "text-anchor": "end" }, language.number(bar[measure])),
    );
  }

  /** Bars grow from what they were before. @param {SVGElement} drawn */
  function grow(drawn) {
    const isStill = matchMedia("(prefers-reduced-motion: reduce)").matches;
    const grown = new Map();
    for (const bar of drawn.querySelectorAll(".bar-filled")) {
      const name = bar.getAttribute("data-bar") ?? "";
      const length = Number(bar.getAttribute("width"));
      const before = lengths.get(name) ?? 0;
      grown.set(name, length);
      if (isStill || before === length) continue;
      bar.animate([{ width: `${before}px` }, { width: `${length}px` }], { duration: 500, easing: "ease-out" });
    }
    lengths = grown;
  }

  function tableRows() {
    const all = bars.reduce((sum, bar) => sum + bar.count, 0);
    const headings = [language.say("gift"), language.say("number"), language.say("share"), language.say("worth")];
    return [
      element("caption", {}, language.say("chartTitle")),
      element("thead", {}, element("tr", {}, ...headings.map((heading) => element("th", { scope: "col" }, heading)))),
      element("tbody", {}, ...bars.map((bar) =>
        element(
          "tr",
          {},
          element("th", { scope: "row" }, bar.label),
          element("td", {}, language.number(bar.count)),
          element("td", {}, language.share(all ? bar.count / all : 0)),
          element("td", {}, bar.credits === null ? "–" : language.number(bar.worth)),
        ),
      )),
    ];
  }
}
