// What others say, read aloud as it comes: name and words alone, which go again, so that nobody comes upon them twice.
const STAYS = 10_000;
const MOST = 5;

export class Heard {
  constructor(section) {
    this.log = section.querySelector("[data-heard]");
  }

  say({ name, body }) {
    const line = document.createElement("p");
    line.textContent = `${name}: ${body || this.log.dataset.withoutWords}`;
    this.log.append(line);
    if (this.log.childElementCount > MOST) {
      this.log.firstElementChild.remove();
    }
    setTimeout(() => line.remove(), STAYS);
  }
}
