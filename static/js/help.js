// The help pages work without this. With it they are quicker, leave one line in the history for a
// whole journey, and go blank the moment somebody leaves.
(function () {
  "use strict";
  var clicked = null;
  var leaving = false;
  var asked = null;

  function leave(link) {
    // An answer that is still on its way must not bring anything back onto the screen.
    leaving = true;
    if (asked) asked.abort();
    document.title = "";
    document.body.textContent = "";
    // What the browser keeps of this site is forgotten meanwhile: leaving never waits for it.
    if (navigator.sendBeacon) navigator.sendBeacon(link.getAttribute("ping"));
    window.location.replace(link.href);
  }

  document.addEventListener("click", function (event) {
    var link = event.target.closest && event.target.closest("#quick-exit");
    if (link) {
      event.preventDefault();
      leave(link);
      return;
    }
    clicked = event.target.closest && event.target.closest("button");
  });

  // Coming back must not show what was typed before.
  window.addEventListener("pageshow", function (event) {
    if (event.persisted) {
      document.body.textContent = "";
      window.location.reload();
    }
  });

  // Browsers that cannot do all of this send the form themselves.
  function isAble() {
    try {
      var data = new FormData();
      data.append("a", "b");
      return (
        new URLSearchParams(data).toString() === "a=b" &&
        !!(window.fetch && window.DOMParser && window.AbortController && document.body.replaceWith)
      );
    } catch (error) {
      return false;
    }
  }
  if (!isAble()) return;

  function body(form, button) {
    var data = new FormData(form);
    if (button && button.name) data.append(button.name, button.value);
    return form.enctype === "multipart/form-data" ? data : new URLSearchParams(data);
  }

  function show(html, address) {
    var page = new DOMParser().parseFromString(html, "text/html");
    document.documentElement.lang = page.documentElement.lang;
    document.title = page.title;
    document.body.replaceWith(page.body);
    window.history.replaceState(null, "", address);
    window.scrollTo({ top: 0, behavior: "instant" });
    var first = document.getElementById("summary") || document.querySelector("h1");
    if (first) {
      first.setAttribute("tabindex", "-1");
      first.focus();
    }
  }

  document.addEventListener("submit", function (event) {
    var form = event.target;
    if (form.method !== "post" || form.hasAttribute("data-plain")) return;
    event.preventDefault();
    if (form.getAttribute("aria-busy")) return;
    form.setAttribute("aria-busy", "true");
    var button = event.submitter || clicked;
    var address = (button && button.getAttribute("formaction")) || form.getAttribute("action");
    asked = new AbortController();
    window
      .fetch(address, {
        method: "POST",
        headers: { "X-Page-Part": "body" },
        body: body(form, button),
        credentials: "omit",
        cache: "no-store",
        signal: asked.signal,
      })
      .then(function (response) {
        // Anything but our own page, such as a proxy's excuse, would wipe the form away.
        if (response.headers.get("X-Page") !== "help") throw new Error("not a help page");
        return response.text();
      })
      .then(function (html) {
        if (!leaving) show(html, address);
      })
      .catch(function () {
        form.removeAttribute("aria-busy");
        var message = document.getElementById("no-network");
        if (leaving || !message) return;
        message.hidden = false;
        message.focus();
      });
  });
})();
