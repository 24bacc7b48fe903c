// Who has seen one's own last message: asked for again when somebody has read on.
const WAIT = 1_500;

export class Seen {
  constructor(section) {
    this.section = section;
    this.waiting = 0;
  }

  // Somebody has read: what the page says may be too little.
  ask() {
    clearTimeout(this.waiting);
    if (this.section.dataset.seen) {
      this.waiting = setTimeout(() => this.look(), WAIT);
    }
  }

  // Something new was said, which nobody has seen.
  forget() {
    this.section.querySelector("[data-seen-by]")?.remove();
  }

  async look() {
    // A page that looks by itself keeps nobody signed in.
    const asked = fetch(this.section.dataset.seen, { headers: { "Roost-Unattended": "1" } });
    const answer = await asked.catch(() => null);
    if (!answer?.ok) {
      return;
    }
    const html = await answer.text();
    this.forget();
    const seen = new DOMParser().parseFromString(html, "text/html").querySelector("[data-seen-by]");
    if (seen) {
      document.getElementById(`message-${seen.dataset.seenBy}`)?.after(seen);
    }
  }
}
