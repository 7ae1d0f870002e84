import { en } from "./languages/en.js";
import { tr } from "./languages/tr.js";

/**
 * @typedef {ReturnType<typeof speak>} Language
 * @typedef {keyof typeof tr} Phrase
 * @typedef {Record<string, string | number>} Values
 */

/** @type {Record<string, Record<Phrase, string | { one: string, other: string }>>} */
const DICTIONARIES = { tr, en };
const KEPT_AS = "kulis.demo.language";

/**
 * The language chosen before, or else the first of the browser's that there is a dictionary for.
 * @param {Storage} memory
 * @param {readonly string[]} wished
 */
export function chosenLanguage(memory, wished) {
  const known = [memory.getItem(KEPT_AS), ...wished].map((code) => code?.split("-")[0] ?? "");
  return known.find((code) => code in DICTIONARIES) ?? "en";
}

/**
 * @param {Storage} memory
 * @param {string} code
 */
export function keepLanguage(memory, code) {
  memory.setItem(KEPT_AS, code);
}

/**
 * Words, numbers, dates and stretches of time in one language, and in the browser's own way of it, such as en-GB.
 * @param {string} code
 * @param {readonly string[]} wished
 */
export function speak(code, wished) {
  const dictionary = DICTIONARIES[code];
  const locale = wished.find((tag) => tag.split("-")[0] === code) ?? code;
  const plural = new Intl.PluralRules(locale);
  const whole = new Intl.NumberFormat(locale);
  const short = new Intl.NumberFormat(locale, { notation: "compact", maximumFractionDigits: 1 });
  const share = new Intl.NumberFormat(locale, { style: "percent", maximumFractionDigits: 0 });
  const moment = new Intl.DateTimeFormat(locale, { dateStyle: "medium", timeStyle: "short" });
  const ago = new Intl.RelativeTimeFormat(locale, { numeric: "auto", style: "short" });
  const list = new Intl.ListFormat(locale, { type: "conjunction" });

  return {
    code,

    /**
     * A phrase; `count` chooses between its singular and plural, and numbers are written as this language does.
     * @param {Phrase} phrase
     * @param {Values} [values]
     */
    say(phrase, values = {}) {
      const entry = dictionary[phrase];
      const text = typeof entry === "string" ? entry : entry[plural.select(Number(values.count)) === "one" ? "one" : "other"];
      return text.replace(/\{(\w+)\}/g, (_, name) => {
        const value = values[name];
        return typeof value === "number" ? whole.format(value) : value;
      });
    },

    /** Whether a phrase exists, for words whose list is the API's to extend. @param {string} phrase @returns {phrase is Phrase} */
    knows: (phrase) => phrase in dictionary,

    number: whole.format,
    short: short.format,
    share: share.format,
    list: (/** @type {string[]} */ items) => list.format(items),

    /** @param {string | number} when */
    moment: (when) => moment.format(new Date(when)),

    /** How long ago or ahead a moment is, in its largest unit. @param {string} when @param {number} now */
    relative(when, now) {
      const seconds = Math.round((Date.parse(when) - now) / 1000);
      for (const [unit, size] of UNITS) {
        if (Math.abs(seconds) >= size) return ago.format(Math.trunc(seconds / size), unit);
      }
      return ago.format(0, "second");
    },
  };
}

/**
 * What the pager says.
 * @param {Language} language
 * @param {import("./api.js").Schemas["Pagination"]} pagination
 */
export function pagerWords(language, { currentPage, totalPages }) {
  return {
    pages: language.say("pages"),
    previous: language.say("previousPage"),
    next: language.say("nextPage"),
    place: language.say("page", { page: currentPage, pages: totalPages }),
  };
}

/** @type {[Intl.RelativeTimeFormatUnit, number][]} */
const UNITS = [
  ["year", 31_536_000],
  ["month", 2_592_000],
  ["day", 86_400],
  ["hour", 3600],
  ["minute", 60],
];

/**
 * Hours, minutes and seconds as clocks show them, such as 23:59:08 or 4:05.
 * @param {number} seconds
 */
export function asClock(seconds) {
  const left = Math.max(0, Math.floor(seconds));
  const [hours, minutes, rest] = [Math.floor(left / 3600), Math.floor(left / 60) % 60, left % 60];
  const two = (/** @type {number} */ part) => String(part).padStart(2, "0");
  return hours ? `${hours}:${two(minutes)}:${two(rest)}` : `${minutes}:${two(rest)}`;
}
