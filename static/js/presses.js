// A push that somebody pressed: the open page goes where it leads. Where something is written on it that would be lost,
// it shows the way instead.
export function heedPresses() {
  navigator.serviceWorker?.addEventListener("message", ({ data: { path } }) => {
    const way = document.querySelector("[data-pressed]");
    if (way && isWrittenOn()) {
      way.querySelector("a").href = path;
      way.hidden = false;
      way.scrollIntoView({ block: "nearest" });
    } else {
      window.location.assign(path);
    }
  });
}

function isWrittenOn() {
  return [...document.querySelectorAll("input, select, textarea")].some(differs);
}

// Whether a field is not as the server sent it.
function differs(field) {
  if (field.localName === "select") {
    const chosen = [...field.options];
    const first = !field.multiple && !chosen.some((one) => one.defaultSelected);
    return chosen.some((one, place) => one.selected !== (one.defaultSelected || (first && place === 0)));
  }
  return ["checkbox", "radio"].includes(field.type)
    ? field.checked !== field.defaultChecked
    : field.value !== field.defaultValue;
}
