// Guides work without this. With it a phone can keep ticks, read aloud, copy, share and print.
(function () {
  "use strict";
  var article = document.querySelector("article.text");
  var take = document.querySelector(".take");
  if (!article || !("content" in document.createElement("template"))) return;

  function made(id) {
    return document.getElementById(id).content.firstElementChild.cloneNode(true);
  }

  function all(selector, within) {
    return Array.prototype.slice.call((within || document).querySelectorAll(selector));
  }

  // The button of a group; `does` is what a tap on it does.
  function button(group, name, does) {
    var found = group.querySelector('[data-do="' + name + '"]');
    found.addEventListener("click", does);
    return found;
  }

  // Says a sentence below `group`, also to those who hear the page.
  function say(group, name) {
    var said = group.querySelector(".said");
    said.textContent = "";
    // Said anew even when it is the same sentence again.
    window.setTimeout(function () {
      said.textContent = said.getAttribute("data-" + name);
    }, 50);
  }

  // --- Take it along ---

  function copied(text) {
    if (navigator.clipboard && navigator.clipboard.writeText) {
      return navigator.clipboard.writeText(text);
    }
    // Old browsers copy what is selected.
    var range = document.createRange();
    range.selectNodeContents(take.querySelector(".address"));
    var selection = window.getSelection();
    selection.removeAllRanges();
    selection.addRange(range);
    return document.execCommand("copy") ? Promise.resolve() : Promise.reject();
  }

  if (take) {
    var group = made("t-take");
    var data = take.dataset;
    var share = button(group, "share", function () {
      // The sheet adds the address itself: the text ends with it.
      var text = data.text.slice(0, -data.url.length).trim();
      navigator.share({ title: data.title, text: text, url: data.url }).catch(function () {});
    });
    if (!navigator.share) share.remove();
    button(group, "copy", function () {
      copied(data.url).then(
        function () {
          say(take, "copied");
        },
        function () {
          say(take, "failed");
        }
      );
    });
    button(group, "print", function () {
      window.print();
    });
    take.querySelector(".tools").after(group);
    take.appendChild(made("t-said"));
  }

  // --- Did this help? A double tap is one answer ---

  var feedback = document.querySelector(".feedback form");
  if (feedback) {
    var isSent = false;
    // Tells this form from those of others, and is forgotten with the page.
    var word = document.createElement("input");
    word.type = "hidden";
    word.name = "form";
    word.value = Math.random().toString(36).slice(2) + Date.now().toString(36);
    feedback.appendChild(word);
    feedback.addEventListener("submit", function (event) {
      if (isSent) return event.preventDefault();
      isSent = true;
      // Whoever was left on the page by the network can try again.
      window.setTimeout(function () {
        isSent = false;
      }, 5000);
    });
  }

  // --- Ticks: only on the screen, until somebody asks for them to be kept ---

  var PREFIX = "ticks:";
  // The same steps are read for each country.
  var key = PREFIX + location.pathname.replace(/in\/[a-z]{2}\/$/, "");
  var boxes = all("ul.check input", article);

  function store() {
    try {
      return window.localStorage;
    } catch (error) {
      return null;
    }
  }

  // What an item says: once its words change, its tick counts no more.
  function mark(box) {
    var text = box.parentNode.textContent.replace(/\s+/g, " ").trim();
    var hash = 5381;
    for (var at = 0; at < text.length; at += 1) hash = ((hash * 33) ^ text.charCodeAt(at)) >>> 0;
    return hash.toString(36);
  }

  function keptKeys(kept) {
    return Object.keys(kept).filter(function (name) {
      return name.indexOf(PREFIX) === 0;
    });
  }

  function setUpTicks(kept) {
    var asks = made("t-ticks");
    var keep = button(asks, "keep", function () {
      if (!save()) return say(asks, "full");
      show();
      wipe.focus();
      say(asks, "kept");
    });
    var wipe = button(asks, "wipe", function () {
      keptKeys(kept).forEach(function (name) {
        kept.removeItem(name);
      });
      boxes.forEach(function (box) {
        box.checked = false;
      });
      show();
      keep.focus();
      say(asks, "wiped");
    });

    function save() {
      var ticked = {};
      boxes.forEach(function (box, index) {
        if (box.checked) ticked[index] = mark(box);
      });
      try {
        kept.setItem(key, JSON.stringify(ticked));
        return true;
      } catch (error) {
        return false;
      }
    }

    function read() {
      try {
        return JSON.parse(kept.getItem(key)) || {};
      } catch (error) {
        return {};
      }
    }

    function show() {
      var isKept = kept.getItem(key) !== null;
      asks.querySelector('[data-say="ask"]').hidden = isKept;
      asks.querySelector('[data-say="kept"]').hidden = !isKept;
      keep.hidden = isKept;
      wipe.hidden = !keptKeys(kept).length;
    }

    var ticked = read();
    boxes.forEach(function (box, index) {
      if (ticked[index] === mark(box)) box.checked = true;
      box.addEventListener("change", function () {
        if (kept.getItem(key) !== null) save();
      });
    });
    asks.appendChild(made("t-said"));
    article.querySelector("ul.check").after(asks);
    show();
    // Wiped or kept in another tab.
    window.addEventListener("storage", show);
  }

  var kept = store();
  if (boxes.length && kept) setUpTicks(kept);

  // --- Reading aloud, where nobody has recorded the page and the phone speaks its language ---

  var speech = window.speechSynthesis;
  var language = (article.closest("[lang]").lang || "bn").slice(0, 2);

  function voice() {
    return speech.getVoices().filter(function (each) {
      return each.lang.toLowerCase().indexOf(language) === 0;
    })[0];
  }

  // The pieces of the text, in order; long ones in one breath make phones fall silent.
  function pieces() {
    return all("h1,h2,h3,p,li", article).filter(function (piece) {
      return (
        !piece.closest(".take,.paper,.meta,.listen,.keep,.jumps,.extra,nav,form,details,.feedback") &&
        !piece.querySelector("p,li") &&
        piece.textContent.trim()
      );
    });
  }

  function setUpSpeech() {
    if (!voice() || document.querySelector(".speak")) return;
    var group = made("t-speak");
    var turn = 0;
    var start = button(group, "speak", function () {
      speech.cancel();
      turn += 1;
      read(pieces(), turn);
      show(true);
      stop.focus();
    });
    var stop = button(group, "hush", function () {
      turn += 1;
      speech.cancel();
      show(false);
      start.focus();
    });

    function show(isReading) {
      start.hidden = isReading;
      stop.hidden = !isReading;
    }

    function read(left, mine) {
      if (mine !== turn) return;
      var piece = left.shift();
      if (!piece) return show(false);
      var words = new SpeechSynthesisUtterance(piece.textContent.replace(/\s+/g, " "));
      words.voice = voice();
      words.lang = words.voice.lang;
      words.onend = words.onerror = function () {
        read(left, mine);
      };
      speech.speak(words);
    }

    show(false);
    (article.querySelector(".answer") || article.querySelector("h1")).after(group);
    window.addEventListener("pagehide", function () {
      speech.cancel();
    });
  }

  if (speech && !document.querySelector("audio")) {
    setUpSpeech();
    // Many browsers know their voices only a moment later.
    if (speech.addEventListener) speech.addEventListener("voiceschanged", setUpSpeech);
  }
})();
