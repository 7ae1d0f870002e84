const MOMENT = new Intl.DateTimeFormat("en-GB", { dateStyle: "medium", timeStyle: "medium", timeZone: "UTC" });
const TIME = new Intl.DateTimeFormat("en-GB", { timeStyle: "medium", timeZone: "UTC" });

/** A moment as the API writes it, for people: in UTC, like everything that the mock sends. @param {string | number} when */
export function moment(when) {
  return `${MOMENT.format(new Date(when))} UTC`;
}

/** @param {string} when */
export function timeOfDay(when) {
  return TIME.format(new Date(when));
}
