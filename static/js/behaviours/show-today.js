// A wide grid that opens with today in view, not the first of the month.
export function showToday(grid) {
  const today = grid.querySelector("[aria-current='date']");
  if (today && grid.scrollWidth > grid.clientWidth) {
    grid.scrollLeft = today.offsetLeft - grid.clientWidth / 2;
  }
}
