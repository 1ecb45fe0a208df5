// Searching works without this. With it, pages are offered while somebody types.
(function () {
  "use strict";
  var input = document.querySelector(".search input");
  if (!input || !window.fetch || !window.URLSearchParams) return;

  var WAIT = 250;
  var form = input.form;
  var list = document.createElement("div");
  var said = document.createElement("p");
  // Without a prototype: "constructor" is a word like others.
  var known = Object.create(null);
  var active = -1;
  var timer;
  // Goes up when the list is closed: an answer that was on its way opens nothing.
  var closed = 0;

  list.id = "suggestions";
  list.className = "suggestions";
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", input.getAttribute("aria-label"));
  list.hidden = true;
  said.className = "unseen";
  said.setAttribute("role", "status");
  form.append(list, said);
  input.setAttribute("role", "combobox");
  input.setAttribute("aria-autocomplete", "list");
  input.setAttribute("aria-controls", list.id);
  input.setAttribute("aria-expanded", "false");

  function close() {
    window.clearTimeout(timer);
    closed += 1;
    list.hidden = true;
    active = -1;
    input.setAttribute("aria-expanded", "false");
    input.removeAttribute("aria-activedescendant");
  }

  function mark(number) {
    var options = list.children;
    if (active >= 0) options[active].setAttribute("aria-selected", "false");
    active = (number + options.length + 1) % (options.length + 1);
    // One place more than there are options: none is marked, the typed words are sent.
    if (active === options.length) {
      active = -1;
      input.removeAttribute("aria-activedescendant");
      return;
    }
    options[active].setAttribute("aria-selected", "true");
    input.setAttribute("aria-activedescendant", options[active].id);
  }

  function show(found) {
    list.textContent = "";
    found.forEach(function (page, number) {
      var option = document.createElement("a");
      option.id = "suggestion-" + number;
      option.setAttribute("role", "option");
      option.setAttribute("aria-selected", "false");
      option.href = page.url;
      option.tabIndex = -1;
      option.textContent = page.title;
      list.append(option);
    });
    active = -1;
    input.removeAttribute("aria-activedescendant");
    list.hidden = !found.length;
    input.setAttribute("aria-expanded", String(Boolean(found.length)));
    said.textContent = found.length
      ? found.length.toLocaleString(document.documentElement.lang) +
        " " +
        input.getAttribute("data-found")
      : "";
  }

  function ask() {
    var typed = input.value.trim();
    if (typed.length < 2) return close();
    if (known[typed]) return show(known[typed]);
    var before = closed;
    window
      .fetch(form.action + "suggest/?" + new URLSearchParams({ q: typed }), {
        credentials: "omit",
      })
      .then(function (response) {
        return response.ok ? response.json() : { suggestions: [] };
      })
      .then(function (answer) {
        known[typed] = answer.suggestions;
        if (input.value.trim() === typed && closed === before) show(known[typed]);
      })
      // Without a network nothing is offered; the button still works when it is back.
      .catch(close);
  }

  input.addEventListener("input", function () {
    window.clearTimeout(timer);
    timer = window.setTimeout(ask, WAIT);
  });
  input.addEventListener("keydown", function (event) {
    // While a keyboard still makes up a letter, its keys are its own.
    if (list.hidden || event.isComposing) return;
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      mark(event.key === "ArrowDown" ? active + 1 : active < 0 ? list.children.length - 1 : active - 1);
    } else if (event.key === "Enter" && active >= 0) {
      event.preventDefault();
      window.location.href = list.children[active].href;
    } else if (event.key === "Escape") {
      event.preventDefault();
      close();
    }
  });
  // However long a suggestion is pressed: the field keeps the focus, and the list stays open.
  list.addEventListener("mousedown", function (event) {
    event.preventDefault();
  });
  input.addEventListener("blur", close);
  window.addEventListener("pagehide", close);
})();
