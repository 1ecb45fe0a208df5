"""What staff teach the search: words that mean the same, and best answers."""

from collections.abc import Callable, Iterator

from home.demo.files import read
from portal.search.models import BestBet, BestBetQuery, SynonymGroup, SynonymPhrase
from portal.search.words import words_of


def synonym_groups() -> Iterator[bool]:
    """Store the groups that are missing; for each, yield whether it was.

    A group of which any phrase is stored already is staff's, and left as it is.
    """
    stored = set(SynonymPhrase.objects.values_list("folded", flat=True))
    for row in read("synonyms")["group"]:
        texts = [*row["bn"], *row["en"], *row["latin"]]
        is_missing = stored.isdisjoint(_folded(text) for text in texts)
        if is_missing:
            group = SynonymGroup(is_danger=row["danger"])
            group.phrases = [
                SynonymPhrase(text=text, sort_order=place) for place, text in enumerate(texts)
            ]
            _store(group, group.phrases)
        yield is_missing


def best_bets(page_of: Callable[[str], int]) -> Iterator[bool]:
    """Store the best answers that are missing; for each, yield whether it was.

    `page_of` gives the key of the page at a path. Searches that have an answer keep it.
    """
    stored = set(BestBetQuery.objects.values_list("folded", flat=True))
    for row in read("best_bets")["best_bet"]:
        texts = [text for text in row["queries"] if _folded(text) not in stored]
        if texts:
            best_bet = BestBet(page_id=page_of(row["page"]))
            best_bet.queries = [BestBetQuery(text=text) for text in texts]
            _store(best_bet, best_bet.queries)
        yield bool(texts)


def _store(parent, children) -> None:
    """Store an object with its children after the checks of the admin's form."""
    parent.full_clean()
    for child in children.all():
        child.clean()
    parent.save()


def _folded(text: str) -> str:
    return " ".join(words_of(text))
