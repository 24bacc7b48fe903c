// The polls on a page: an answer goes down the line, and the reader's own are marked. The picture of a poll is the
// same for everybody and does not say them.
const ACK_IN = 10_000;

export class Polls {
  constructor(section) {
    this.section = section;
    this.own = new Map();
    for (const pressed of section.querySelectorAll("[data-vote][aria-pressed=true]")) {
      this.answersTo(pollOf(pressed))[pressed.dataset.vote] = pressed.dataset.says;
    }
  }

  answersTo(id) {
    if (!this.own.has(id)) {
      this.own.set(id, {});
    }
    return this.own.get(id);
  }

  // What the reader has answered, by poll: from the line, to them alone.
  take(votes) {
    for (const [id, answers] of Object.entries(votes)) {
      this.own.set(id, answers);
    }
    this.dress(this.section);
  }

  dress(part) {
    for (const button of part.querySelectorAll("[data-vote]")) {
      const said = this.own.get(pollOf(button))?.[button.dataset.vote];
      button.setAttribute("aria-pressed", String(said === button.dataset.says));
    }
  }

  // Answers down the line; where there is none, or it is refused, the button's form does what it does without.
  answerBy(line, put) {
    this.section.addEventListener("click", (event) => {
      const button = event.target.closest("[data-vote]");
      if (!button || !line.connected) {
        return;
      }
      event.preventDefault();
      const says = button.getAttribute("aria-pressed") === "true" ? null : button.dataset.says;
      const sent = { id: pollOf(button), number: Number(button.dataset.vote), says };
      line.timeout(ACK_IN).emit("vote", sent, (late, answer) => {
        if (late || !answer.ok) {
          submit(button, says);
          return;
        }
        put(answer);
        this.take(answer.votes);
      });
    });
  }
}

// A button says its own answer; without one it takes that back.
function submit(button, says) {
  const { value } = button;
  button.value = says === null ? button.dataset.vote : value;
  button.form?.requestSubmit(button);
  button.value = value;
}

function pollOf(button) {
  return button.closest("[data-poll]").dataset.poll;
}
