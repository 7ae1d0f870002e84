import { drawing } from "../shared/element.js";

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
