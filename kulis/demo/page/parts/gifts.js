import { element, fill, write } from "../shared/element.js";
import { failureOf, failureText, place, sketch } from "./notice.js";
import { giftIcon } from "./gift_icons.js";

/**
 * @typedef {import("../main.js").Context} Context
 * @typedef {import("../api.js").Schemas["GiftType"]} GiftType
 * @typedef {import("../api.js").Schemas["LiveStream"]} LiveStream
 */

/**
 * Choosing a gift and sending it.
 * @param {Context} context
 * @param {LiveStream} stream
 * @param {{ onSent: (credits: number) => void, onEnded: () => void }} listeners
 */
export function giftPanel(context, stream, listeners) {
  const { api, language, session } = context;
  const isOwn = session.persona()?.userId === stream.creator._id;
  return element(
    "section",
    { class: "panel gifts", "aria-labelledby": "gifts-title" },
    element("h2", { id: "gifts-title" }, language.say("sendGift")),
    isOwn
      ? element("p", { class: "soft" }, language.say("ownStream"))
      : place(context, {
          fetch: (signal) => api.giftTypes(signal),
          show: (types) => (types.length ? giftForm(context, stream, types, listeners) : element("p", { class: "soft" }, language.say("noGifts"))),
          sketch: () => sketch("gift", 6),
        }),
  );
}

/**
 * @param {Context} context
 * @param {LiveStream} stream
 * @param {GiftType[]} types
 * @param {{ onSent: (credits: number) => void, onEnded: () => void }} listeners
 */
function giftForm(context, stream, types, { onSent, onEnded }) {
  const { api, language, signal } = context;
  let chosen = types[0];
  let spent = 0;
  let isSending = false;
  const send = element("button", { type: "submit", class: "button button-wide" });
  const outcome = element("p", { class: "outcome", role: "status" });
  const bill = element("p", { class: "soft bill" });
  const form = element(
    "form",
    { class: "gift-form", onsubmit: submit },
    element(
      "fieldset",
      {},
      element("legend", { class: "unseen" }, language.say("sendGift")),
      element("div", { class: "gift-choices" }, ...types.map(choice)),
    ),
    send,
    outcome,
    bill,
  );
  choose(chosen);
  return form;

  /** @param {GiftType} type @param {number} index */
  function choice(type, index) {
    const label = language.say("giftOf", { count: type.creditAmount });
    return element(
      "label",
      { class: "gift-choice" },
      element("input", {
        type: "radio", name: "gift", value: type.id, "aria-label": label, checked: index === 0, onchange: () => choose(type),
      }),
      giftIcon(type.creditAmount),
      element("span", { class: "gift-price", "aria-hidden": "true" }, language.number(type.creditAmount)),
    );
  }

  /** @param {GiftType} type */
  function choose(type) {
    chosen = type;
    write(send, language.say("sendFor", { count: type.creditAmount }));
    tell("", false);
  }

  /** @param {Event} event */
  async function submit(event) {
    event.preventDefault();
    if (isSending) return;
    isSending = true;
    send.setAttribute("aria-disabled", "true");
    const { id, creditAmount } = chosen;
    try {
      await api.sendGift(id, stream.id);
      spent += creditAmount;
      tell(language.say("giftSent", { count: creditAmount }), false);
      write(bill, language.say("spent", { count: spent }));
      onSent(creditAmount);
    } catch (problem) {
      const failure = failureOf(problem, signal);
      if (failure) await explain(failure, creditAmount);
    } finally {
      isSending = false;
      send.removeAttribute("aria-disabled");
    }
  }

  /**
   * A conflict has several causes and one status: which one it is shows in the state of things.
   * @param {import("../api.js").Failure} failure
   * @param {number} credits
   */
  async function explain(failure, credits) {
    if (failure.kind !== "conflict") return tell(failureText(context, failure), true);
    const now = await api.stream(stream.id, signal).catch(() => stream);
    if (now.status !== "active") return onEnded();
    tell(language.say("tooFewCredits", { count: credits }), true);
  }

  /** @param {string} text @param {boolean} isBad */
  function tell(text, isBad) {
    outcome.classList.toggle("outcome-bad", isBad);
    fill(outcome, text);
  }
}

/**
 * A gift rises over the picture.
 * @param {Element} stage
 * @param {number} credits
 */
export function celebrate(stage, credits) {
  if (matchMedia("(prefers-reduced-motion: reduce)").matches) return;
  const flying = giftIcon(credits);
  flying.classList.add("gift-flying");
  stage.append(flying);
  flying.addEventListener("animationend", () => flying.remove());
}
