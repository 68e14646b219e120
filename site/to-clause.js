// A clause of a large specification is on the page of its part: a link to it goes on to there.
(function () {
  "use strict";
  var link = document.getElementById(decodeURIComponent(location.hash.slice(1)));
  if (link && link.classList.contains("clause-number")) {
    location.replace(link.href);
  }
})();
