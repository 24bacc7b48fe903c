// Free beds of the month, chosen as a range: press the first night and then the last, or draw across them with a mouse.
// Without this script each free bed leads to the form of an ask for its own night.
export function chooseNights(grid) {
  const told = document.querySelector("[data-choosing]");
  let first = null;
  let drawn = null;

  const choose = (link) => {
    first?.classList.remove("month__free--first");
    first = link;
    link.classList.add("month__free--first");
    told.hidden = false;
    told.querySelector("[data-first]").textContent = link.dataset.words;
    told.querySelector("[data-ask-one]").href = asked(link, link);
  };
  const goOn = (from, to) => {
    window.location.assign(asked(from, to));
  };

  grid.addEventListener("pointerdown", (event) => {
    drawn = event.pointerType === "mouse" ? freeBed(event.target) : null;
  });
  grid.addEventListener("pointerup", (event) => {
    const last = freeBed(event.target);
    if (drawn && last && drawn !== last && isRange(drawn, last)) {
      goOn(drawn, last);
    }
    drawn = null;
  });
  grid.addEventListener("dragstart", (event) => {
    if (freeBed(event.target)) {
      event.preventDefault();
    }
  });
  grid.addEventListener("click", (event) => {
    const link = freeBed(event.target);
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey) {
      return;
    }
    event.preventDefault();
    if (first && isRange(first, link)) {
      goOn(first, link);
    } else {
      choose(link);
    }
  });
}

function asked(from, to) {
  return `${from.href}&last=${to.dataset.night}`;
}

function freeBed(target) {
  return target.closest?.("[data-night]") ?? null;
}

// Both at one home, and in order; ISO dates sort as they follow each other.
function isRange(from, to) {
  return from.closest("tr") === to.closest("tr") && from.dataset.night <= to.dataset.night;
}
