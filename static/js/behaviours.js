// Which module looks after which data-behaviour.
import { chooseNights } from "./behaviours/choose-nights.js";
import { conversation } from "./behaviours/conversation.js";
import { conversations } from "./behaviours/conversations.js";
import { liveNotices } from "./behaviours/live-notices.js";
import { livePart } from "./behaviours/live-part.js";
import { passkey } from "./behaviours/passkey.js";
import { printPage } from "./behaviours/print-page.js";
import { showToday } from "./behaviours/show-today.js";
import { switchOnPush } from "./behaviours/switch-on-push.js";

const BEHAVIOURS = {
  "choose-nights": chooseNights,
  conversation,
  conversations,
  "live-notices": liveNotices,
  "live-part": livePart,
  passkey,
  "print-page": printPage,
  "show-today": showToday,
  "switch-on-push": switchOnPush,
};

const bound = new WeakSet();

// Starts the behaviour of each element in a part of the page, once for each element.
export function bind(part) {
  const within = [...part.querySelectorAll("[data-behaviour]")];
  const elements = part instanceof Element && part.dataset.behaviour ? [part, ...within] : within;
  for (const element of elements) {
    const start = BEHAVIOURS[element.dataset.behaviour];
    if (start && !bound.has(element)) {
      bound.add(element);
      start(element);
    }
  }
}
