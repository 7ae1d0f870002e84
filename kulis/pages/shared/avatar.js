import { chanceOf } from "./chance.js";
import { drawing } from "./element.js";

const COLOURS = 8;

/**
 * A round picture of somebody: initials on a colour that is theirs. It says nothing that the name beside it does not.
 * @param {{ id: string, name: string }} person
 */
export function avatar({ id, name }) {
  const colour = Math.floor(chanceOf(id)() * COLOURS);
  return drawing(
    "svg",
    { class: `avatar avatar-${colour}`, viewBox: "0 0 40 40", "aria-hidden": true },
    drawing("circle", { cx: 20, cy: 20, r: 20 }),
    drawing("text", { x: 20, y: 20, dy: "0.36em", "text-anchor": "middle" }, initials(name)),
  );
}

/** @param {string} name */
function initials(name) {
  const words = name.trim().split(/[\s.-]+/u).filter((word) => /^\p{L}/u.test(word));
  const chosen = words.length > 1 ? [words[0], words[words.length - 1]] : words.slice(0, 1);
  return chosen.map((word) => [...word][0].toLocaleUpperCase("tr")).join("") || "?";
}
