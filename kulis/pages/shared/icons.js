import { drawing } from "./element.js";

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
  copy: "M9 9h11v11H9ZM5 15H4V4h11v1",
  pause: "M8 5v14M16 5v14",
  stop: "M6 6h12v12H6Z",
  bin: "M4 7h16M6 7l1 13h10l1-13M9 7V4h6v3M10 11v5m4-5v5",
  again: "M20 5v5h-5M4 19v-5h5M5.5 9A7.5 7.5 0 0 1 19 7.5L20 10M18.5 15A7.5 7.5 0 0 1 5 16.5L4 14",
};

/** A sign beside a text that says the same. @param {string} name */
export function icon(name) {
  return drawing("svg", { class: "icon", viewBox: "0 0 24 24", "aria-hidden": true }, drawing("path", { d: OUTLINES[name] }));
}
