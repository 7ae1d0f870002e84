import { Failure } from "./api.js";

/**
 * What the server hands the page, since no operation of the API tells it: who one can be, and links to replays.
 * @typedef {{ basePath: string, world: string, personas: import("./session.js").Persona[], replays: string[] }} Opening
 */

const ADDRESS = "/demo/opening.json";

/**
 * Asked for anew wherever it may have changed; Failure where the server is away.
 * @param {AbortSignal} [signal]
 * @returns {Promise<Opening>}
 */
export async function fetchOpening(signal) {
  try {
    const response = await fetch(ADDRESS, { signal });
    return await response.json();
  } catch (problem) {
    if (signal?.aborted) throw problem;
    throw new Failure("away");
  }
}
