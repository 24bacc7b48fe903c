// The list of conversations: how much of each is not read, kept right while the page is open.
import { lineFrom } from "../line.js";

export async function conversations(list) {
  const line = await lineFrom(list.dataset.live);
  if (!line) {
    return;
  }
  let told = 0;
  line.on("unread", (news) => {
    told += 1;
    show(list, news.conversation, news.count);
  });
  // While the line was down more may have come, of which nobody tells any more.
  line.on("connect", async () => {
    const before = told;
    // A page that looks by itself keeps nobody signed in.
    const asked = fetch(list.dataset.counts, { headers: { "Roost-Unattended": "1" } });
    const answer = await asked.catch(() => null);
    const lines = answer?.ok ? await answer.json() : [];
    if (told === before) {
      lines.forEach(({ id, unread }) => show(list, id, unread));
    }
  });
}

function show(list, conversation, count) {
  const talk = [...list.children].find((one) => one.dataset.conversation === conversation);
  const shown = talk?.querySelector("[data-count]");
  if (shown) {
    shown.firstElementChild.textContent = String(count);
    shown.hidden = count === 0;
    talk.querySelector("a").hash = count ? "unread" : "write";
  }
}
