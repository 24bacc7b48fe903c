// The live line of this page: one for all behaviours that need it.
let opening = null;

const LOOK_EVERY = 60_000;

// Gives the line, opened when the first behaviour asks for it; nothing where the library does not come.
export function lineFrom(source) {
  opening ??= import(source)
    .then(({ io }) => io({ transports: ["websocket", "polling"], reconnectionDelayMax: LOOK_EVERY }))
    .catch(() => null);
  return opening;
}
