// What every page runs: the components' own scripts, partial updates, and our behaviours.
import { initAll } from "govuk-frontend";
import "htmx.org";
import { bind } from "./behaviours.js";
import { heedPresses } from "./presses.js";

document.body.classList.add("js-enabled", "govuk-frontend-supported");

initAll();
bind(document);
heedPresses();

// After all else: what it keeps is for the next time, when there may be no network.
window.addEventListener("load", () => navigator.serviceWorker?.register("/service-worker.js").catch(() => null));

// A part that htmx brought in needs the same care as the page it came into.
document.addEventListener("htmx:after:process", ({ target }) => {
  if (target === document.body || !(target instanceof Element)) {
    return;
  }
  initAll({ scope: target });
  bind(target);
});
