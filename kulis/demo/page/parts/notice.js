import { element, fill } from "../shared/element.js";
import { Failure } from "../api.js";
import { icon } from "../shared/icons.js";

/**
 * @typedef {import("../main.js").Context} Context
 * @typedef {import("../language.js").Phrase} Phrase
 */

const TRY_AGAIN_AFTER = 5000;

/** @type {Record<import("../api.js").FailureKind, { sign: string, title: Phrase, text: Phrase }>} */
const WORDS = {
  unauthorized: { sign: "key", title: "unauthorizedTitle", text: "unauthorizedText" },
  forbidden: { sign: "lock", title: "forbiddenTitle", text: "forbiddenText" },
  missing: { sign: "nothing", title: "missingTitle", text: "missingText" },
  conflict: { sign: "spark", title: "conflictTitle", text: "conflictText" },
  invalid: { sign: "spark", title: "invalidTitle", text: "invalidText" },
  away: { sign: "away", title: "awayTitle", text: "awayText" },
  broken: { sign: "spark", title: "brokenTitle", text: "brokenText" },
};

/**
 * A quiet word where there would otherwise be something to see.
 * @param {{ sign: string, title: string, text: string }} words
 * @param {...(Node | null)} actions
 */
export function notice({ sign, title, text }, ...actions) {
  return element(
    "div",
    { class: "notice" },
    element("div", { class: "notice-sign" }, icon(sign)),
    element("p", { class: "notice-title" }, title),
    element("p", { class: "notice-text" }, text),
    actions.some(Boolean) && element("div", { class: "notice-actions" }, ...actions),
  );
}

/**
 * A failure as a person wants to be told of it, with what can be done about it.
 * @param {Context} context
 * @param {Failure} failure
 * @param {() => void} again
 */
export function failureNotice({ language, signIn }, failure, again) {
  const { sign, title, text } = WORDS[failure.kind];
  const words = { sign, title: language.say(title), text: language.say(text) };
  return notice(words, action());

  function action() {
    switch (failure.kind) {
      case "unauthorized":
        return element("button", { type: "button", class: "button", onclick: signIn }, language.say("signIn"));
      case "missing":
        return element("a", { class: "button button-quiet", href: "#/" }, language.say("backHome"));
      case "forbidden":
        return null;
      default:
        return element("button", { type: "button", class: "button", onclick: again }, language.say("retry"));
    }
  }
}

/**
 * In a few words, for a place beside a button.
 * @param {Context} context
 * @param {Failure} failure
 */
export function failureText({ language }, failure) {
  const { title, text } = WORDS[failure.kind];
  return `${language.say(title)}. ${language.say(text)}`;
}

/**
 * The failure behind what was thrown, or null where nobody waits for an answer any more; all else is a mistake of ours.
 * @param {unknown} problem
 * @param {AbortSignal} signal
 */
export function failureOf(problem, signal) {
  if (signal.aborted) return null;
  if (problem instanceof Failure) return problem;
  throw problem;
}

/**
 * A place that shows what is fetched: a sketch of it meanwhile, a notice where it fails, and another try.
 * While the server is away it tries again by itself.
 * @template Data
 * @param {Context} context
 * @param {object} parts
 * @param {(signal: AbortSignal) => Promise<Data>} parts.fetch
 * @param {(data: Data) => Node | Node[]} parts.show
 * @param {() => Node} parts.sketch
 */
export function place(context, { fetch, show, sketch }) {
  const root = element("div", { class: "place" });
  load();
  return root;

  async function load() {
    root.setAttribute("aria-busy", "true");
    fill(root, sketch());
    try {
      const data = await fetch(context.signal);
      if (!context.signal.aborted) fill(root, show(data));
    } catch (problem) {
      const failure = failureOf(problem, context.signal);
      if (failure) tell(failure);
    } finally {
      root.removeAttribute("aria-busy");
    }
  }

  /** @param {Failure} failure */
  function tell(failure) {
    const told = failureNotice(context, failure, again);
    fill(root, told);
    context.announce(failureText(context, failure));
    if (failure.kind !== "away") return;
    const timer = setTimeout(() => told.isConnected && load(), TRY_AGAIN_AFTER);
    context.signal.addEventListener("abort", () => clearTimeout(timer));
  }

  function again() {
    // The button that was pressed is about to go, and the focus with it.
    root.tabIndex = -1;
    root.focus();
    load();
  }
}

/** Grey shapes where something is about to appear. @param {string} name @param {number} [count] */
export function sketch(name, count = 1) {
  const shapes = Array.from({ length: count }, () => element("div", { class: `sketch sketch-${name}` }));
  return element("div", { class: `sketches sketches-${name}`, "aria-hidden": "true" }, ...shapes);
}
