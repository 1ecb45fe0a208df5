// Searching works without this. With it, pages are offered while somebody types.
(function () {
  "use strict";
  var input = document.querySelector(".search input");
  if (!input || !window.fetch || !window.URLSearchParams) return;

  var WAIT = 250;
  var form = input.form;
  var list = document.createElement("ul");
  var said = document.createElement("p");
  var known = {};
  var active = -1;
  var timer;

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
      var option = document.createElement("li");
      var link = document.createElement("a");
      option.id = "suggestion-" + number;
      option.setAttribute("role", "option");
      option.setAttribute("aria-selected", "false");
      link.href = page.url;
      link.tabIndex = -1;
      link.textContent = page.title;
      option.append(link);
      list.append(option);
    });
    active = -1;
    list.hidden = !found.length;
    input.setAttribute("aria-expanded", String(Boolean(found.length)));
    said.textContent = found.length ? found.length + " " + input.getAttribute("data-found") : "";
  }

  function ask() {
    var typed = input.value.trim();
    if (typed.length < 2) return close();
    if (known[typed]) return show(known[typed]);
    window
      .fetch(form.action + "suggest/?" + new URLSearchParams({ q: typed }), {
        credentials: "omit",
      })
      .then(function (response) {
        return response.ok ? response.json() : { suggestions: [] };
      })
      .then(function (answer) {
        known[typed] = answer.suggestions;
        if (input.value.trim() === typed && document.activeElement === input) show(known[typed]);
      })
      // Without a network nothing is offered; the button still works when it is back.
      .catch(close);
  }

  input.addEventListener("input", function () {
    window.clearTimeout(timer);
    timer = window.setTimeout(ask, WAIT);
  });
  input.addEventListener("keydown", function (event) {
    if (list.hidden) return;
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      mark(event.key === "ArrowDown" ? active + 1 : active < 0 ? list.children.length - 1 : active - 1);
    } else if (event.key === "Enter" && active >= 0) {
      event.preventDefault();
      window.location.href = list.children[active].firstChild.href;
    } else if (event.key === "Escape") {
      event.preventDefault();
      close();
    }
  });
  // A tap on a suggestion takes the focus away first.
  input.addEventListener("blur", function () {
    window.setTimeout(close, 200);
  });
})();
