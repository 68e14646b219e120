// Puts the clauses that are still open before the others, or hides the others, and back. Without scripts the coverage page lists them.
(function () {
  "use strict";
  var button = document.querySelector(".gaps-first");
  var list = document.querySelector(".clauses");
  if (!button || !list || !list.querySelector(".gap")) {
    return;
  }
  var inOrder = Array.prototype.slice.call(list.children);
  button.hidden = false;
  button.addEventListener("click", function () {
    var first = button.getAttribute("aria-pressed") !== "true";
    var gaps = inOrder.filter(function (item) { return item.classList.contains("gap"); });
    var rest = inOrder.filter(function (item) { return !item.classList.contains("gap"); });
    (first ? gaps.concat(rest) : inOrder).forEach(function (item) { list.appendChild(item); });
    list.classList.toggle("gaps-are-first", first);
    button.setAttribute("aria-pressed", String(first));
  });
  var only = document.querySelector(".gaps-only");
  if (!only) {
    return;
  }
  only.hidden = false;
  only.addEventListener("click", function () {
    var hides = only.getAttribute("aria-pressed") !== "true";
    inOrder.forEach(function (item) { item.hidden = hides && !item.classList.contains("gap"); });
    only.setAttribute("aria-pressed", String(hides));
  });
})();
