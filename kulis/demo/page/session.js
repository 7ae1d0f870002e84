/**
 * Who is signed in. On the mock that is a persona, whose token the page was handed.
 * @typedef {{ name: string, description: string, userId: string, username: string, fullName: string, token: string }} Persona
 * @typedef {ReturnType<typeof createSession>} Session
 */

const KEPT_AS = "kulis.demo.persona";
const NOBODY = "";

/**
 * The session goes on as whoever was chosen last, or begins as the persona `viewer`, or as the first there is.
 * @param {string} world
 * @param {Persona[]} personas
 * @param {Storage} memory
 */
export function createSession(world, personas, memory) {
  const kept = memory.getItem(KEPT_AS);
  const named = (/** @type {string | null} */ name) => personas.find((persona) => persona.name === name);
  /** @type {Persona | null} */
  let current = kept === NOBODY ? null : (named(kept) ?? named("viewer") ?? personas[0] ?? null);

  return {
    world: () => world,
    personas: () => personas,

    /** The server may show another world meanwhile. @param {import("./opening.js").Opening} opening */
    meet(opening) {
      ({ world, personas } = opening);
    },

    persona: () => current,
    token: () => current?.token ?? null,

    /** @param {Persona | null} persona  or null to sign out */
    become(persona) {
      current = persona;
      memory.setItem(KEPT_AS, persona?.name ?? NOBODY);
    },
  };
}
