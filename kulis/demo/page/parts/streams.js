import { element, write } from "../shared/element.js";
import { avatar } from "../shared/avatar.js";
import { streamAddress } from "../router.js";
import { icon } from "../shared/icons.js";
import { poster } from "./poster.js";

/**
 * @typedef {import("../api.js").Schemas["LiveStream"]} LiveStream
 * @typedef {import("../main.js").Context} Context
 */

/** @param {{ name: string, surname: string, username: string }} person */
export function fullName({ name, surname, username }) {
  return `${name} ${surname}`.trim() || username;
}

/** What a stream is about, in the page's language where it is known. @param {Context} context @param {LiveStream} stream */
export function interestOf({ language }, { interest }) {
  const phrase = `interest_${interest?.toLowerCase()}`;
  return language.knows(phrase) ? language.say(phrase) : interest;
}

/** Who hosts a stream, and with whom. @param {Context} context @param {LiveStream} stream */
export function hosts({ language }, { creator, broadcasters, guests }) {
  const others = [...broadcasters, ...guests].filter((person) => person._id !== creator._id);
  return element(
    "span",
    { class: "host" },
    avatar({ id: creator._id, name: fullName(creator) }),
    element(
      "span",
      { class: "host-names" },
      element("span", { class: "host-name" }, fullName(creator)),
      others.length > 0 && element("span", { class: "soft" }, ` ${language.say("with", { names: language.list(others.map(fullName)) })}`),
    ),
  );
}

/** @param {Context} context */
export function liveBadge({ language }) {
  return element("span", { class: "badge badge-live" }, element("span", { class: "dot" }), language.say("live"));
}

/**
 * A stream as a card that leads to it. `foot` stands in its picture's lower corner.
 * @param {Context} context
 * @param {LiveStream} stream
 * @param {{ badge: Node | null, foot?: Node | null, eyebrow?: Node | null, note?: string | null, level?: "h2" | "h3" }} parts
 */
export function streamCard(context, stream, { badge, foot = null, eyebrow = null, note = null, level = "h3" }) {
  return element(
    "article",
    { class: "card", "data-stream": stream.id },
    element("div", { class: "card-picture" }, poster(stream), badge, foot),
    element(
      "div",
      { class: "card-words" },
      eyebrow,
      element(level, { class: "card-title" }, element("a", { href: streamAddress(stream.id) }, stream.title)),
      hosts(context, stream),
      element("p", { class: "card-note soft" }, [interestOf(context, stream), note].filter(Boolean).join(" · ")),
    ),
  );
}

/**
 * How many watch a stream, empty until `show` is called.
 * @param {Context} context
 */
export function watchers({ language }) {
  const text = element("span", {});
  const root = element("span", { class: "badge badge-watchers", hidden: true }, icon("eye"), text);
  return {
    root,
    /** @param {number} count */
    show(count) {
      root.hidden = false;
      write(text, language.say("watched", { count }));
    },
  };
}
