/**
 * Where in the page one is: the part of the address behind the #.
 * @typedef {{ view: "home" | "stream" | "rentals" | "unknown", id: string, query: URLSearchParams }} Place
 */

/** @param {string} hash @returns {Place} */
export function placeOf(hash) {
  const [path, search = ""] = hash.replace(/^#/, "").split("?");
  const [, view = "", id = "", ...more] = path.split("/");
  const query = new URLSearchParams(search);
  if (more.length) return { view: "unknown", id: "", query };
  if (view === "" && !id) return { view: "home", id: "", query };
  if (view === "stream" && id) return { view: "stream", id, query };
  if (view === "rentals" && !id) return { view: "rentals", id: "", query };
  return { view: "unknown", id: "", query };
}

/** @param {string} id */
export function streamAddress(id) {
  return `#/stream/${id}`;
}

/**
 * Keep what a view shows in its address, without going anywhere: shared or loaded anew, it shows the same.
 * @param {Record<string, string>} query  empty texts are left out
 */
export function noteInAddress(query) {
  const [path] = location.hash.split("?");
  const search = new URLSearchParams(Object.entries(query).filter(([, value]) => value));
  history.replaceState(null, "", `${path || "#/"}${search.size ? `?${search}` : ""}`);
}
