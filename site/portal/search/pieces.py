"""Words that were typed in pieces, and two that were typed as one."""

from portal.search.common_words import is_common
from portal.search.vocabulary import MIN_GUESSED_LETTERS, known_words

# A name typed letter by letter: so many pieces, none longer than this.
MOST_PIECES = 6
MAX_PIECE_LETTERS = 3
_NEGATIONS = ("নাই", "না", "নি", "nai", "na")


def whole_words(typed: list[str], language: str) -> list[str]:
    """Return the typed words (folded) as the site has them. Two queries at most."""
    return letters_joined(negations_apart(typed, language), language)


def negations_apart(typed: list[str], language: str) -> list[str]:
    """Return typed words with না parted from the verb before it: দেয়না, "deyna".

    Only of a word that the site does not have, from one that it has. One query, or none.
    """
    verbs = {
        word: (word.removesuffix(ending), ending)
        for word in typed
        for ending in _NEGATIONS
        if word.endswith(ending) and len(word) - len(ending) >= MIN_GUESSED_LETTERS
    }
    known = known_words([*verbs, *(verb for verb, _ending in verbs.values())], language)
    apart = []
    for word in typed:
        verb, ending = verbs.get(word, ("", ""))
        is_parted = verb and word not in known and (verb in known or is_common(verb, language))
        apart += [verb, ending] if is_parted else [word]
    return apart


def letters_joined(typed: list[str], language: str) -> list[str]:
    """Return typed words with names that were typed letter by letter in one: এন আই ডি, এনআইডি.

    At least two short pieces that make a word of the site, the longest first. One query, none for
    a question without such pieces.
    """
    runs = {
        (start, end): "".join(typed[start:end])
        for start in range(len(typed))
        for end in range(start + 2, min(start + MOST_PIECES, len(typed)) + 1)
        if all(len(word) <= MAX_PIECE_LETTERS for word in typed[start:end])
        and not all(is_common(word, language) for word in typed[start:end])
    }
    known = known_words(runs.values(), language)
    whole = list(typed)
    for (start, end), text in sorted(runs.items(), key=lambda run: run[0][0] - run[0][1]):
        if text in known and known[text].is_surface and all(whole[start:end]):
            whole[start:end] = [text, *[""] * (end - start - 1)]
    return [word for word in whole if word]
