// A button that prints the page; hidden by the server until a script can answer it.
export function printPage(button) {
  button.hidden = false;
  button.addEventListener("click", () => window.print());
}
