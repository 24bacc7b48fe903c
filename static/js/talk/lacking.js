// What came, and what was changed, since the page last knew: asked until nothing is lacking.
const ANSWER_IN = 10_000;

export class Lacking {
  // `took` is given each answer, when its messages are in their places.
  constructor(conversation, messages, line, requests, took) {
    this.conversation = conversation;
    this.messages = messages;
    this.line = line;
    this.requests = requests;
    this.took = took;
    this.isAsking = false;
    this.again = false;
    line.on("disconnect", () => (this.isAsking = false));
  }

  ask() {
    // What is found to be lacking meanwhile may be no part of the answer.
    this.again = this.isAsking;
    if (this.isAsking || !(this.line.connected || this.requests.areNeeded)) {
      return;
    }
    this.isAsking = true;
    // However late it comes, an answer is of use: over a slow link none would come in time.
    const waiting = setTimeout(() => (this.isAsking = false), ANSWER_IN);
    const known = { after_seq: this.messages.seq, after_change: this.messages.change };
    const answered = (answer) => {
      clearTimeout(waiting);
      this.isAsking = false;
      if (answer?.ok) {
        this.take(answer);
      }
    };
    if (this.line.connected) {
      this.line.emit("sync", { conversation: this.conversation, ...known }, answered);
    } else {
      this.requests.since(known).then(answered);
    }
  }

  take(answer) {
    const { messages, last_seq: seq, last_change: change, more } = answer;
    messages.forEach((message) => this.messages.take(message));
    if (!more) {
      this.messages.reach(seq, change);
    }
    this.took(answer);
    if (more || this.again) {
      this.ask();
    }
  }
}
