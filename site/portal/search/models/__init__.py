from portal.search.models.asked import AskedQuery
from portal.search.models.index import Entry, IndexState, Kind, Posting, Word, WordTrigram
from portal.search.models.meaning import BestBet, BestBetQuery, SynonymGroup, SynonymPhrase

__all__ = [
    "AskedQuery",
    "BestBet",
    "BestBetQuery",
    "Entry",
    "IndexState",
    "Kind",
    "Posting",
    "SynonymGroup",
    "SynonymPhrase",
    "Word",
    "WordTrigram",
]
