"""Words that every question has and no answer is known by. They count little, and are not guessed.

In Bangla, in English, and as Bangla is typed in Latin letters where that sounds different.
"""

from functools import cache

from portal.search.phonetics import soft_key, sound_key

_BANGLA = """
আমি আমার আমাকে আমাদের আমরা আপনি আপনার আপনাকে তুমি তোমার তার তাকে তাদের তারা সে উনি ওনার এটা ওটা
এই সেই ওই ঐ এ ও আর বা এবং তবে কিন্তু যদি তাহলে তো যে যা যার কি কী কে কার কাকে কোন কোনো কোথায়
কোথা কখন কবে কেন কত কেমন কিভাবে কীভাবে কেমনে করে করি করব করবো করবে করবেন করতে করার করলে করলাম
করছি করেছে করছে করা হয় হয়েছে হবে হলে হইলে হইছে হয়ে হতে ছিল আছে আছি নেই নাই না নি নয় থেকে
জন্য জন্যে সাথে সঙ্গে উপর পরে আগে এখন যায় যাবে যাব যাবো যেতে গেলে গেছে দিয়ে দিলে দেয় দিব দিবো
দেব নিয়ে নিতে নিব চাই চাইলে চায় পাব পাবো পাবে পাওয়া পারি পারব পারবো পারে পারা হবে হয়না কিছু
সব একটা একটি টা টি ভাই আপা প্লিজ মধ্যে ভিতর কাছে কাজে বলে বললে লাগে লাগবে দরকার উচিত কিনা নাকি
তখন যখন মানে যাইতে যাইব যাইবো যামু করমু দিমু পামু লাগব লাগবো হইব হইবো আছিল কইরা দিয়া নিয়া থাইকা
ক্যামনে ক্যান কতো আমারে আমাগো
"""
_ENGLISH = """
a an the i me my we our you your he she his her it its they their them this that these those is
are was were be been am do does did done can could may might must shall should will would have
has had of to in on at by for from with about into as and or but if then than so not no how what
when where which who whom why there here any some get got go please want need
s t don doesn didn isn
"""
_LATIN = """
ami amar amake amra amader apni apnar tumi tomar tar take ki kivabe kibabe kemne kemon kothay
kotha koi kobe kokhon keno koto kore korbo korbe korben korte korar korle koira hoy hobe hole
hoile hoise hoiche ache ase asi nai nei na ni theke thaika jonno jonne sathe shathe upor pore
age akhon ekhon jay jai jabe jabo jabe jaite jete gele geche gese diye diya dile dey dibo debo
niye niya nite nibo chai chaile pabo pabe pari parbo pare kichu shob sob ekta akta vai bhai apa
plz lage lagbe dorkar kina naki hoi koro koren bolbo bole er ar or r der
"""


@cache
def _bangla() -> frozenset[str]:
    return frozenset(_BANGLA.split())


@cache
def _latin_sounds() -> frozenset[str]:
    return frozenset(soft_key(sound_key(word)) for word in (*_LATIN.split(), *_bangla()))


def is_common(word: str, language: str) -> bool:
    """Whether a folded word of a question in a language (`bn` or `en`) says little."""
    if word in _bangla() or word in _english():
        return True
    in_latin_letters = word.isascii() and word.isalpha()
    return language == "bn" and in_latin_letters and soft_key(sound_key(word)) in _latin_sounds()


@cache
def _english() -> frozenset[str]:
    return frozenset(_ENGLISH.split())
