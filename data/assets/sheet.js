// The sheet as it was understood (数据报送): a click or Enter on a cell tells Python which cell it is.
// Arrow keys move between cells; one cell at a time is in the tab order, as in any grid.
export default function ({ data, parentElement, setTriggerValue }) {
  let root = parentElement.querySelector(".fh-sheet-root");
  if (!root) {
    root = document.createElement("div");
    root.className = "fh-sheet-root";
    parentElement.appendChild(root);
  }
  if (root.drawn !== data.html) {
    const before = root.querySelector(".fh-sheet-frame");
    const [top, left] = before ? [before.scrollTop, before.scrollLeft] : [0, 0];
    const focused = root.contains(document.activeElement) ? document.activeElement.dataset.cell : null;
    root.innerHTML = data.html; // every text in it was escaped by the template
    root.drawn = data.html;
    const frame = root.querySelector(".fh-sheet-frame");
    frame.scrollTop = top;
    frame.scrollLeft = left;
    const start = root.querySelector("td[aria-selected=true]") || root.querySelector("td");
    if (start) start.tabIndex = 0;
    if (focused) move(root.querySelector(`td[data-cell="${CSS.escape(focused)}"]`));
    else if (!before) show(frame, root.querySelector("td[aria-selected=true]"));
  }

  // A cell that is picked from the start, far to the right of a wide form, is brought into view.
  function show(frame, cell) {
    if (!cell) return;
    const [place, box] = [cell.getBoundingClientRect(), frame.getBoundingClientRect()];
    if (place.right > box.right) frame.scrollLeft += place.right - box.right + box.width / 3;
    if (place.bottom > box.bottom) frame.scrollTop += place.bottom - box.bottom + box.height / 3;
  }

  function move(cell) {
    if (!cell) return;
    root.querySelectorAll("td[tabindex='0']").forEach((each) => (each.tabIndex = -1));
    cell.tabIndex = 0;
    cell.focus();
  }

  function beside(cell, key) {
    const row = cell.parentElement;
    if (key === "ArrowLeft") return cell.previousElementSibling?.closest("td");
    if (key === "ArrowRight") return cell.nextElementSibling;
    const other = key === "ArrowUp" ? row.previousElementSibling : row.nextElementSibling;
    if (!other) return null;
    const middle = cell.getBoundingClientRect().left + 1;
    const cells = [...other.querySelectorAll("td")];
    return cells.find((each) => each.getBoundingClientRect().right > middle) || cells[cells.length - 1];
  }

  const pick = (cell) => setTriggerValue("picked", cell.dataset.cell);
  root.onclick = (event) => {
    const cell = event.target.closest("td");
    if (!cell) return;
    move(cell);
    pick(cell);
  };
  root.onkeydown = (event) => {
    const cell = event.target.closest("td");
    if (!cell) return;
    if (event.key === "Enter" || event.key === " ") {
      event.preventDefault();
      pick(cell);
    } else if (event.key.startsWith("Arrow")) {
      event.preventDefault();
      move(beside(cell, event.key));
    }
  };
}
