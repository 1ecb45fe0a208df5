"""The public index: what can be found, the words it is made of, and which word stands where.

The same tables and the same questions on SQLite and PostgreSQL. The worker alone writes them.
"""

from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.utils.translation import gettext_lazy as _

LANGUAGE_LENGTH = 5


class Kind(models.TextChoices):
    """What somebody who searches can narrow the results down to."""

    GUIDE = "guide", _("Guides and questions")
    HELP = "help", _("Help")
    PROVIDER = "provider", _("Offices and organisations")
    GLOSSARY = "glossary", _("Words explained")
    PROGRAMME = "programme", _("Programmes")
    PUBLICATION = "publication", _("Publications")
    ABOUT = "about", _("About OKUP")


class Entry(models.Model):
    """Something that can be found, in one language, as readers may see it.

    `text` is plain text without dated facts: an excerpt must not show a number without its date.
    `page` is where it is read, and `suffix` what follows the page's own address there, such as
    `in/sa/` or `#a-provider`; a view of the site has no page, and all of its path as suffix.
    """

    content_type = models.ForeignKey(ContentType, on_delete=models.CASCADE, related_name="+")
    object_id = models.CharField(max_length=40)
    language = models.CharField(max_length=LANGUAGE_LENGTH, choices=settings.LANGUAGES)
    kind = models.CharField(max_length=12, choices=Kind.choices)
    title = models.CharField(max_length=400)
    summary = models.TextField(blank=True)
    text = models.TextField(blank=True)
    page = models.ForeignKey(
        "wagtailcore.Page", null=True, on_delete=models.CASCADE, related_name="+"
    )
    suffix = models.CharField(max_length=120, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["content_type", "object_id", "language"], name="search_entry_object"
            )
        ]

    def __str__(self):
        return self.title


class Word(models.Model):
    """A word of the site in one language, folded, with how it sounds.

    `is_surface`: texts have it so; otherwise it is what is left of such a word without endings.
    """

    language = models.CharField(max_length=LANGUAGE_LENGTH)
    text = models.CharField(max_length=60)
    is_surface = models.BooleanField(default=False)
    sound = models.CharField(max_length=120)
    soft = models.CharField(max_length=120)
    skeleton = models.CharField(max_length=120)
    entry_count = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["language", "text"], name="search_word_once")
        ]
        indexes = [
            models.Index(fields=["language", "soft"], name="search_word_soft"),
            models.Index(fields=["language", "skeleton"], name="search_word_skeleton"),
        ]

    def __str__(self):
        return self.text


class WordTrigram(models.Model):
    """Three neighbouring letters of how a surface word sounds, to find what was misspelt."""

    pk = models.CompositePrimaryKey("trigram", "word")
    trigram = models.CharField(max_length=3)
    word = models.ForeignKey(Word, on_delete=models.CASCADE, related_name="trigrams")

    def __str__(self):
        return self.trigram


class Posting(models.Model):
    """A word stands in an entry. `weight`: 0 to 1,000, by where it stands and how often."""

    pk = models.CompositePrimaryKey("entry", "word")
    entry = models.ForeignKey(Entry, on_delete=models.CASCADE, related_name="postings")
    word = models.ForeignKey(Word, on_delete=models.CASCADE, related_name="+", db_index=False)
    weight = models.PositiveSmallIntegerField()

    class Meta:
        indexes = [models.Index(fields=["word", "-weight", "entry"], name="search_posting_best")]

    def __str__(self):
        return f"{self.word_id} in {self.entry_id}"


class IndexState(models.Model):
    """One row: who writes the index locks it. Readers see how many entries there are."""

    entry_count = models.PositiveIntegerField(default=0)

    def __str__(self):
        return str(self.entry_count)
