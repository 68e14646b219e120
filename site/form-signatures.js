// Signatures that are drawn or typed on the page of a form, where the handbook allows them. What is drawn is the path of an SVG, in the
// field of its signature: it is printed, saved to the file and opened with everything else, and goes nowhere.
(function () {
  "use strict";
  const sheet = document.getElementById("page_sheet");
  if (!sheet) return;
  const all = (selector, root) => [...root.querySelectorAll(selector)];
  const drawnOf = (pad) => pad.querySelector('[data-kind="drawn"]');
  const typedOf = (pad) => pad.querySelector('[data-kind="text"]');
  // As much as a long signature takes; a line that never ends would fill the file.
  const LONGEST = 20000;
  const PATH = /^(?:[ML] ?-?\d+ -?\d+ ?)*$/;
  let stroke = null; // what is being drawn: the pad, the pointer, and the path without this stroke

  function showPad(pad) {
    const path = drawnOf(pad).value;
    pad.querySelector("path").setAttribute("d", PATH.test(path) ? path : "");
    all("[data-drawn]", pad).forEach((words) => (words.hidden = (words.dataset.drawn === "yes") !== (path !== "")));
    pad.querySelector("[data-clear-drawing]").hidden = path === "";
  }

  function show(root) {
    all("[data-pad]", root).forEach(showPad);
  }

  // Others are told as if it had been typed.
  function put(control, value) {
    if (control.value === value) return;
    control.value = value;
    control.dispatchEvent(new Event("input", { bubbles: true }));
    control.dispatchEvent(new Event("change", { bubbles: true }));
  }

  // A point of the screen in the drawing, in whole numbers: the box is 600 by 120.
  function pointOf(svg, event) {
    const { x, y } = new DOMPoint(event.clientX, event.clientY).matrixTransform(svg.getScreenCTM().inverse());
    return `${Math.round(x)} ${Math.round(y)}`;
  }

  function begin(event) {
    const svg = event.target.closest("[data-draw]");
    if (!svg || event.button !== 0 || stroke) return;
    event.preventDefault();
    svg.setPointerCapture(event.pointerId);
    const pad = svg.closest("[data-pad]");
    const before = drawnOf(pad).value;
    const point = pointOf(svg, event);
    // A dot is a line to where it begins.
    stroke = { pad, svg, pointer: event.pointerId, path: `${before}${before && " "}M${point} L${point}` };
    draw();
  }

  function draw() {
    stroke.pad.querySelector("path").setAttribute("d", stroke.path);
  }

  function go(event) {
    if (stroke?.pointer !== event.pointerId || stroke.path.length > LONGEST) return;
    stroke.path += ` L${pointOf(stroke.svg, event)}`;
    draw();
  }

  function end(event) {
    if (stroke?.pointer !== event.pointerId) return;
    const { pad, path } = stroke;
    stroke = null;
    put(typedOf(pad), "");
    put(drawnOf(pad), path);
  }

  // One or the other: a signature that is typed takes the place of one that is drawn.
  function follow({ target }) {
    const pad = target.closest("[data-pad]");
    if (!pad) return;
    if (target === typedOf(pad) && target.value.trim() !== "") put(drawnOf(pad), "");
    showPad(pad);
  }

  function clear({ target }) {
    const pad = target.closest("[data-clear-drawing]")?.closest("[data-pad]");
    if (!pad) return;
    put(drawnOf(pad), "");
    typedOf(pad).focus();
  }

  sheet.addEventListener("pointerdown", begin);
  sheet.addEventListener("pointermove", go);
  sheet.addEventListener("pointerup", end);
  sheet.addEventListener("pointercancel", end);
  sheet.addEventListener("input", follow);
  sheet.addEventListener("click", clear);
  all("[data-pad]", sheet).forEach((pad) => {
    pad.hidden = false;
    pad.closest(".sign-line").querySelector("[data-on-paper]").hidden = true;
  });
  show(sheet);
  window.formSignatures = { show };
})();
