import { chanceOf } from "../shared/chance.js";
import { drawing } from "../shared/element.js";

const WIDTH = 320;
const HEIGHT = 180;

/** @type {Record<string, [number, number]>} two hues */
const HUES = {
  music: [285, 335],
  cooking: [18, 45],
  gaming: [225, 265],
  fashion: [330, 10],
  fitness: [150, 190],
  software: [200, 235],
  photography: [215, 30],
  lifestyle: [5, 290],
  education: [175, 220],
  coaching: [95, 160],
  design: [255, 20],
};

let drawn = 0;

/**
 * A picture for a stream, drawn from its id and its interest, since those of the API lie on a server that is not there.
 * @param {{ id: string, interest: string | null }} stream
 */
export function poster({ id, interest }) {
  const chance = chanceOf(id);
  const subject = interest?.toLowerCase() ?? "";
  const turn = chance() * 24 - 12;
  const [first, second] = (HUES[subject] ?? [270, 320]).map((hue) => hue + turn);
  const name = `poster-${drawn++}`;
  return drawing(
    "svg",
    { class: "poster", viewBox: `0 0 ${WIDTH} ${HEIGHT}`, preserveAspectRatio: "xMidYMid slice", "aria-hidden": true },
    drawing(
      "defs",
      {},
      gradient(`${name}-back`, [`hsl(${first} 55% 34%)`, `hsl(${second} 60% 20%)`], { x1: 0, y1: 0, x2: 1, y2: 1 }),
      gradient(`${name}-beam`, ["rgb(255 240 210 / .55)", "rgb(255 240 210 / 0)"], { x1: 0, y1: 0, x2: 0, y2: 1 }),
    ),
    drawing("rect", { width: WIDTH, height: HEIGHT, fill: `url(#${name}-back)` }),
    beams(chance, `url(#${name}-beam)`),
    drawing("g", { class: "motif", stroke: `hsl(${second} 90% 82%)`, fill: "none" }, ...motif(subject, chance)),
    drawing("ellipse", { cx: WIDTH / 2, cy: HEIGHT + 14, rx: WIDTH * 0.62, ry: 42, fill: `hsl(${second} 60% 9% / .75)` }),
  );
}

/**
 * @param {string} id
 * @param {string[]} colours
 * @param {Record<string, number>} direction
 */
function gradient(id, colours, direction) {
  const stops = colours.map((colour, index) => drawing("stop", { offset: index, "stop-color": colour }));
  return drawing("linearGradient", { id, ...direction }, ...stops);
}

/**
 * @param {() => number} chance
 * @param {string} light
 */
function beams(chance, light) {
  const lamps = [0.18, 0.5, 0.82].map((place) => {
    const from = WIDTH * (place + (chance() - 0.5) * 0.12);
    const to = WIDTH * (0.5 + (place - 0.5) * 0.5 + (chance() - 0.5) * 0.3);
    const spread = 34 + chance() * 30;
    const points = `${from - 3},-4 ${from + 3},-4 ${to + spread},${HEIGHT} ${to - spread},${HEIGHT}`;
    return drawing("polygon", { points, fill: light, opacity: 0.35 + chance() * 0.4 });
  });
  return drawing("g", { class: "beams" }, ...lamps);
}

/** @param {number} length @param {(index: number) => SVGElement} make */
function several(length, make) {
  return Array.from({ length }, (_, index) => make(index));
}

/** @param {string} d @param {Record<string, unknown>} [more] */
function line(d, more = {}) {
  return drawing("path", { d, "stroke-width": 2.5, "stroke-linecap": "round", "stroke-linejoin": "round", opacity: 0.7, ...more });
}

/**
 * @param {string} subject
 * @param {() => number} chance
 * @returns {SVGElement[]}
 */
function motif(subject, chance) {
  switch (subject) {
    case "music":
      return several(25, (index) => {
        const height = 10 + Math.sin((index / 24) * Math.PI) * (30 + chance() * 62);
        const x = 44 + index * 9.7;
        return line(`M${x} ${96 - height / 2}v${height}`, { "stroke-width": 4.5, opacity: 0.55 + chance() * 0.35 });
      });
    case "cooking":
      return [
        line("M104 118h112c0 30-18 42-56 42s-56-12-56-42Z", { "stroke-width": 3 }),
        line("M96 118h128"),
        ...several(3, (index) => {
          const x = 132 + index * 28;
          const lift = 30 + chance() * 18;
          return line(`M${x} 104c-9-${lift * 0.4} 9-${lift * 0.6} 0-${lift}c-6-10 4-16 2-22`, { opacity: 0.5 });
        }),
      ];
    case "gaming":
      return several(46, () => {
        const [x, y] = [Math.floor(chance() * 20) * 16, Math.floor(chance() * 10) * 16];
        return drawing("rect", { x, y, width: 14, height: 14, rx: 2, "stroke-width": 1.5, opacity: 0.15 + chance() * 0.6 });
      });
    case "fashion":
      return several(11, (index) => {
        const x = 30 + index * 26;
        const sway = 14 + chance() * 22;
        return line(`M${x} -4c${sway} 50-${sway} 90 0 190`, { opacity: 0.25 + chance() * 0.5 });
      });
    case "fitness":
      return several(6, (index) => {
        const radius = 18 + index * 17;
        const turn = chance() * 360;
        return drawing("circle", {
          cx: 160, cy: 92, r: radius, "stroke-width": 6, "stroke-linecap": "round", opacity: 0.8 - index * 0.1,
          "stroke-dasharray": `${radius * (2.2 + chance() * 2)} ${radius * 6.3}`, transform: `rotate(${turn} 160 92)`,
        });
      });
    case "software":
      return several(9, (index) => {
        const indent = [0, 1, 2, 2, 3, 2, 1, 1, 0][index] * 18;
        return line(`M${62 + indent} ${36 + index * 13}h${26 + chance() * 90}`, { "stroke-width": 5, opacity: 0.35 + chance() * 0.5 });
      });
    case "photography":
      return [
        drawing("circle", { cx: 160, cy: 90, r: 62, "stroke-width": 2.5, opacity: 0.8 }),
        ...several(7, (index) => line("M160 28L196 66", { transform: `rotate(${index * 51.4 + chance() * 4} 160 90)` })),
        drawing("circle", { cx: 160, cy: 90, r: 24, "stroke-width": 2.5, opacity: 0.8 }),
      ];
    case "lifestyle":
      return several(14, (index) => {
        const height = 28 + chance() * 82;
        return drawing("rect", { x: 12 + index * 21.5, y: 150 - height, width: 17, height, "stroke-width": 2, opacity: 0.3 + chance() * 0.4 });
      });
    case "education":
      return [
        ...several(8, (index) => line(`M40 ${34 + index * 15}h240`, { "stroke-width": 1, opacity: 0.3 })),
        line(`M52 132C96 128 104 ${60 + chance() * 20} 150 76s60 ${10 + chance() * 20} 118-36`, { "stroke-width": 4 }),
        ...several(4, (index) => drawing("circle", { cx: 90 + index * 48, cy: 108 - index * 14 + chance() * 12, r: 4.5, "stroke-width": 3 })),
      ];
    case "coaching":
      return several(6, (index) => line(`M${52 + index * 38} ${146 - index * 19}h38v-19`, { "stroke-width": 4, opacity: 0.4 + index * 0.1 }));
    case "design":
      return several(9, (index) => {
        const [x, y, size] = [40 + chance() * 240, 26 + chance() * 120, 16 + chance() * 40];
        const look = { "stroke-width": 2.5, opacity: 0.35 + chance() * 0.45 };
        return index % 2
          ? drawing("circle", { cx: x, cy: y, r: size / 2, ...look })
          : drawing("rect", { x: x - size / 2, y: y - size / 2, width: size, height: size, transform: `rotate(${chance() * 90} ${x} ${y})`, ...look });
      });
    default:
      return several(40, () => drawing("circle", { cx: chance() * WIDTH, cy: chance() * HEIGHT, r: 1.5 + chance() * 4, opacity: 0.5 }));
  }
}
