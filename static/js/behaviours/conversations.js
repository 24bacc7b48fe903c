// The list of conversations: how much of each is not read, kept right while the page is open.
import { lineFrom } from "../line.js";

export async function conversations(list) {
  const line = await lineFrom(list.dataset.live);
  line?.on("unread", ({ conversation, count }) => {
    const talk = [...list.children].find((one) => one.dataset.conversation === conversation);
    const shown = talk?.querySelector("[data-count]");
    if (shown) {
      shown.firstElementChild.textContent = String(count);
      shown.hidden = count === 0;
    }
  });
}
