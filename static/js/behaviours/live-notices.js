// The number of unread notices in the header, kept right while the page is open; without a live line it stays as it was.
import { lineFrom } from "../line.js";

const LOOK_EVERY = 60_000;

export async function liveNotices(link) {
  const line = await lineFrom(link.dataset.live);
  if (!line) {
    return;
  }
  const show = ({ unread }) => {
    if (Number.isInteger(unread)) {
      showUnread(link, unread);
    }
  };
  // News may have been missed while the line was down: the page asks again, and does not wait to be told.
  let told = 0;
  const look = () => {
    if (line.connected && document.visibilityState === "visible") {
      const before = told;
      // An answer that news has overtaken is older than what the page shows.
      line.emit("look_at_notices", {}, (answer) => told === before && show(answer));
    }
  };
  line.on("notice_told", (news) => {
    told += 1;
    show(news);
  });
  line.on("connect", look);
  document.addEventListener("visibilitychange", look);
  setInterval(look, LOOK_EVERY);
}

function showUnread(link, unread) {
  const count = link.querySelector("[data-count]");
  count.firstElementChild.textContent = String(unread);
  count.hidden = unread === 0;
}
