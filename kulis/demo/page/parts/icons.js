import { drawing } from "../shared/element.js";

/** @type {Record<string, string>} outlines on a 24 by 24 field */
const OUTLINES = {
  eye: "M2 12s3.6-7 10-7 10 7 10 7-3.6 7-10 7S2 12 2 12Zm10 3a3 3 0 1 0 0-6 3 3 0 0 0 0 6Z",
  search: "M11 18a7 7 0 1 0 0-14 7 7 0 0 0 0 14Zm5-2 5 5",
  close: "M6 6l12 12M18 6 6 18",
  back: "M15 5l-7 7 7 7",
  forward: "M9 5l7 7-7 7",
  clock: "M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18Zm0-14v5l3.5 2",
  play: "M7 4.5v15l12-7.5Z",
  lock: "M6 11h12v9H6Zm2.5 0V8a3.5 3.5 0 0 1 7 0v3",
  key: "M8 15a4 4 0 1 0 0-8 4 4 0 0 0 0 8Zm4-4h9v4m-4-4v3",
  nothing: "M4 7h16M6 7l1 13h10l1-13M9 7V4h6v3",
  away: "M3 3l18 18M5 12a10 10 0 0 1 4-2.4M2 8.5a15 15 0 0 1 5-3M12 5c4 0 7.5 1.4 10 3.5M15.5 10.3A10 10 0 0 1 19 12M8.5 15.5a5 5 0 0 1 6.5-.3M12 19.5h.01",
  spark: "M12 3v5m0 8v5M3 12h5m8 0h5M6 6l3 3m6 6 3 3M18 6l-3 3m-6 6-3 3",
  person: "M12 12a4 4 0 1 0 0-8 4 4 0 0 0 0 8Zm-8 9c0-4 3.6-6.5 8-6.5s8 2.5 8 6.5",
  check: "M5 12.5l4.5 4.5L19 7",
};

/** A sign beside a text that says the same. @param {string} name */
export function icon(name) {
  return drawing("svg", { class: "icon", viewBox: "0 0 24 24", "aria-hidden": true }, drawing("path", { d: OUTLINES[name] }));
}

/**
 * The API names gifts by their price alone, and so they are drawn by it: the dearest that a price reaches.
 * @type {[number, string, string[]][]}
 */
const GIFTS = [
  [1000, "rocket", ["M12 2c4 3 5.5 7 5.5 11l-2.5 4h-6l-2.5-4C6.5 9 8 5 12 2Z", "M6.5 12 3 16v4l5-2M17.5 12l3.5 4v4l-5-2M10 19l2 4 2-4Z"]],
  [500, "crown", ["M2.5 7 7 11l5-7.5L17 11l4.5-4-2 12h-15Z", "M4.5 20.5h15v2h-15Z"]],
  [100, "diamond", ["M6 3.5h12l4 6L12 22 2 9.5Z", "M6 3.5 9 9.5 12 22 15 9.5 18 3.5M2 9.5h20"]],
  [50, "star", ["M12 1.8l3.1 6.6 7.2.9-5.3 5 1.4 7.1L12 17.9l-6.4 3.5L7 14.3l-5.3-5 7.2-.9Z", ""]],
  [10, "fire", ["M12 1.5c1 4 6.5 6.5 6.5 13A6.7 6.7 0 0 1 12 22a6.7 6.7 0 0 1-6.5-7.5c0-3 1.5-4.5 2.5-6 .5 1.5 1 2.5 2 3 .5-3.5 0-6.5 2-10Z", "M12 12c.5 2 3 3 3 6a3 3 0 0 1-6 0c0-2.5 2.5-3.5 3-6Z"]],
  [5, "heart", ["M12 21.5C5 16 2 12.5 2 8.5A5.3 5.3 0 0 1 12 6a5.3 5.3 0 0 1 10 2.5c0 4-3 7.5-10 13Z", ""]],
  [0, "rose", ["M12 2c3 1.5 6 1.5 6 5.5a6 6 0 0 1-12 0C6 3.5 9 3.5 12 2Z", "M12 13.5V23M12 19c-3 0-5-1-6-3.5 3-.5 5 .5 6 3.5Zm0-1c2.5 0 4-1 5-3-2.5-.5-4 .5-5 3Z"]],
];

/** @param {number} credits */
function giftDrawn(credits) {
  return GIFTS.find(([price]) => credits >= price) ?? GIFTS[GIFTS.length - 1];
}

/**
 * The paths of a gift's drawing, and the colour class that goes with it.
 * @param {number} credits
 */
export function giftPaths(credits) {
  const [, name, [body, detail]] = giftDrawn(credits);
  return {
    name,
    paths: [
      drawing("path", { class: "gift-body", d: body }),
      detail && drawing("path", { class: "gift-detail", d: detail }),
    ],
  };
}

/** @param {number} credits */
export function giftIcon(credits) {
  const { name, paths } = giftPaths(credits);
  return drawing("svg", { class: `gift gift-${name}`, viewBox: "0 0 24 24", "aria-hidden": true }, ...paths);
}
